package io.signetmail.relay.api;

/// What a caller sent is not what this resource takes.
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequest(String detail) {
    super(detail);
  }
}
