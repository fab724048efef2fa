package io.signetmail.keys.store;

/// The store cannot be reached or is not ready. The same call may succeed later.
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message) {
    super(message);
  }

  public StoreUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
