package io.signetmail.standalone;

/// The system could not be started; the message is for the person who tried.
public final class StartFailed extends Exception {
  private static final long serialVersionUID = 1L;

  public StartFailed(String message) {
    super(message);
  }

  public StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
