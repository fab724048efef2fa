package io.signetmail.signer.keys;

/// Finds the signing keys of a submission. Thread-safe and blocking.
public interface KeySource {
  KeyAnswer find(KeyQuestion question);
}
