package io.signetmail.relay.api;

/// The caller names something that does not exist.
public final class NotThere extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotThere(String detail) {
    super(detail);
  }
}
