package io.signetmail.policy;

/// The policy in force now.
@FunctionalInterface
public interface PolicySource {
  PolicyDocument current();

  /// One that never changes.
  static PolicySource fixed(PolicyDocument document) {
    return () -> document;
  }
}
