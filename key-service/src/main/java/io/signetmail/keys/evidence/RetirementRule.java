package io.signetmail.keys.evidence;

import io.signetmail.bus.KeyUsage;
import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// When a key that does not sign any more may leave DNS: its signatures have expired, and fresh
/// evidence shows that nobody saw it at work for a while. No evidence is no permission.
///
/// @param signatureLifetime the `x=` of our signatures
/// @param quiet how long it must have been unused
/// @param maxAge older evidence does not count
public record RetirementRule(Duration signatureLifetime, Duration quiet, Duration maxAge) {
  /// Verifiers' clocks and queues.
  private static final Duration MARGIN = Duration.ofDays(1);

  public Clearance judge(SigningKey key, UsageFeed feed, Instant now) {
    var usage = feed.of(key.id());
    var observed = latest(usage.map(KeyUsage::observedAt), feed.completeAt());
    if (observed.isEmpty()) {
      return new Clearance.Blocked(
          "there is no evidence about it: nothing has arrived on keys.usage, is report-collector"
              + " running?");
    }
    // A clock that runs ahead must not shorten anything.
    var asOf = observed.get().isAfter(now) ? now : observed.get();
    if (asOf.plus(maxAge).isBefore(now)) {
      return new Clearance.Blocked(
          "the evidence is too old: the last word on keys.usage is of %s, more than %d hours ago"
              .formatted(asOf, maxAge.toHours()));
    }
    var stopped = key.status().since();
    var signed = usage.map(KeyUsage::lastSigned).flatMap(Optional::ofNullable);
    var lastUse = latest(Optional.of(stopped), signed).orElse(stopped);
    var held = lastUse.plus(signatureLifetime).plus(MARGIN);
    if (now.isBefore(held)) {
      return new Clearance.Blocked(
          "it last signed before %s, mail of then may be verified until %s"
              .formatted(lastUse, held));
    }
    var reported = usage.map(KeyUsage::lastReported).flatMap(Optional::ofNullable);
    var lastSeen = latest(Optional.of(lastUse), reported).orElse(lastUse);
    if (asOf.isBefore(lastSeen.plus(quiet))) {
      return new Clearance.Blocked(
          "it was last seen at work %s, it must stay unused for %d days; evidence reaches to %s"
              .formatted(lastSeen, quiet.toDays(), asOf));
    }
    return new Clearance.Clear();
  }

  private static Optional<Instant> latest(Optional<Instant> a, Optional<Instant> b) {
    return Stream.of(a, b).flatMap(Optional::stream).max(Instant::compareTo);
  }
}
