package io.signetmail.keys.vault;

/// The master key is kept elsewhere, and that place cannot be asked now. The same call may succeed
/// later.
public final class MasterKeyUnavailable extends RuntimeException {
  MasterKeyUnavailable(String message) {
    super(message);
  }
}
