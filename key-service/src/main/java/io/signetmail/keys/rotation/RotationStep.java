package io.signetmail.keys.rotation;

import java.time.Instant;

/// What to do next with a rotation.
sealed interface RotationStep {
  /// Nothing can be done before that time.
  record Wait(String reason, Instant lookAt) implements RotationStep {}

  /// The record is everywhere: the key counts as published.
  record Publish(String reason) implements RotationStep {}

  /// The new key signs from now on.
  record Activate() implements RotationStep {}

  /// The old keys are unused: they retire.
  record Retire() implements RotationStep {}

  /// The new key never came into DNS, it retires.
  record GiveUp(String reason) implements RotationStep {}

  /// Somebody decided otherwise; no key is touched.
  record Abandon(String reason) implements RotationStep {}
}
