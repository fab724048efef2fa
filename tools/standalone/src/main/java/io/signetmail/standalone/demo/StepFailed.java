package io.signetmail.standalone.demo;

/// A step of the demo did not do what it says.
final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message);
  }
}
