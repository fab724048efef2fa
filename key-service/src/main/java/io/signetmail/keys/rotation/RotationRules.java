package io.signetmail.keys.rotation;

import io.signetmail.keys.dnscheck.Sighting;
import io.signetmail.keys.evidence.Clearance;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Decides the next step of a rotation from what is known now. Pure: reads no clock and no store.
record RotationRules(RotationSettings settings) {
  /// What is known.
  ///
  /// @param newKey empty when somebody removed it
  /// @param outgoing those that are still there
  /// @param sighting where the record of the new key was seen just now
  record Facts(
      Rotation rotation,
      Optional<SigningKey> newKey,
      List<SigningKey> outgoing,
      Sighting sighting,
      Instant now) {}

  RotationStep next(Facts facts, Function<SigningKey, Clearance> evidence) {
    var state = facts.newKey().map(SigningKey::state).orElse(KeyState.DESTROYED);
    return switch (facts.rotation().state()) {
      case AWAITING_DNS, PUBLISHED ->
          switch (state) {
            case PENDING, PUBLISHED -> beforeActivation(facts);
            // Somebody was faster.
            case ACTIVE -> new RotationStep.Activate();
            case RETIRING, RETIRED, DESTROYED ->
                new RotationStep.Abandon("the new key was taken out of use by hand");
          };
      case OVERLAP ->
          switch (state) {
            case ACTIVE -> afterActivation(facts, evidence);
            case PENDING, PUBLISHED, RETIRING, RETIRED, DESTROYED ->
                new RotationStep.Abandon(
                    "the new key does not sign any more: another one was activated by hand");
          };
      case DONE, CANCELLED, TIMED_OUT ->
          throw new IllegalArgumentException("a finished rotation has no next step");
    };
  }

  private RotationStep beforeActivation(Facts facts) {
    var rotation = facts.rotation();
    return switch (facts.sighting()) {
      case Sighting.NotYet(var reason) -> missing(facts, reason);
      case Sighting.Unknown(var reason) -> missing(facts, reason);
      case Sighting.Everywhere(var servers) -> {
        if (rotation.state() == RotationState.AWAITING_DNS) {
          yield new RotationStep.Publish("seen on " + String.join(", ", servers));
        }
        var settled = rotation.phase().since().plus(settings.settle());
        yield facts.now().isBefore(settled)
            ? new RotationStep.Wait(
                "the record is on all servers; until %s resolvers may remember that it was not"
                    .formatted(settled),
                settled)
            : new RotationStep.Activate();
      }
    };
  }

  private RotationStep missing(Facts facts, String reason) {
    var rotation = facts.rotation();
    var name = rotation.newKey().toString();
    if (!facts.now().isBefore(rotation.phase().since().plus(settings.dnsTimeout()))) {
      return new RotationStep.GiveUp(
          "given up: in %d days the record %s did not come to all servers (%s)"
              .formatted(settings.dnsTimeout().toDays(), name, reason));
    }
    return new RotationStep.Wait(
        "waiting for the record %s: %s. The old key signs meanwhile".formatted(name, reason),
        facts.now().plus(settings.lookEvery()));
  }

  private RotationStep afterActivation(Facts facts, Function<SigningKey, Clearance> evidence) {
    var again = facts.now().plus(settings.evidenceEvery());
    // The old record is what a broken new one could fall back on.
    var missing = facts.sighting().missing();
    if (missing.isPresent()) {
      return new RotationStep.Wait(
          "the new key signs, but its record %s is not on all servers: %s"
              .formatted(facts.rotation().newKey(), missing.get()),
          facts.now().plus(settings.lookEvery()));
    }
    var reasons = new ArrayList<String>();
    for (var old : facts.outgoing()) {
      if (old.state() == KeyState.RETIRING
          && evidence.apply(old) instanceof Clearance.Blocked(var reason)) {
        reasons.add("%s stays published: %s".formatted(old.selector(), reason));
      }
    }
    return reasons.isEmpty()
        ? new RotationStep.Retire()
        : new RotationStep.Wait(String.join("; ", reasons), again);
  }
}
