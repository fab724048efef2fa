package io.signetmail.auth.dkim;

/// The keeper of a {@link RemoteKey} cannot sign now; the same message may be signed later.
public final class RemoteKeyUnavailable extends RuntimeException {
  public RemoteKeyUnavailable(String message) {
    super(message);
  }
}
