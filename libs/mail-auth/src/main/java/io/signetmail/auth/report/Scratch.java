package io.signetmail.auth.report;

/// What one reader keeps from report to report, so that a small one costs little. One thread.
record Scratch(Words words, FingerprintDigest digest) {
  Scratch() {
    this(new Words(), new FingerprintDigest());
  }
}
