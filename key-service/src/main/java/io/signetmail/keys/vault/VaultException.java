package io.signetmail.keys.vault;

/// A sealed value cannot be opened. Our fault or an attack, never the caller's.
public final class VaultException extends RuntimeException {
  VaultException(String message) {
    super(message);
  }
}
