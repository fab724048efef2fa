package io.signetmail.keys.rotation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/// How patient rotations are, `signet.keys.rotation.*`.
@ConfigMapping(prefix = "signet.keys.rotation")
public interface RotationSettings {
  /// How long a record must have been on all authoritative servers before its key signs: the TTL of
  /// the record and of the zone's "there is none", so that no resolver remembers otherwise.
  @WithDefault("1h")
  Duration settle();

  /// How long to wait for the record of a new key before the rotation is given up.
  @WithDefault("14d")
  Duration dnsTimeout();

  /// Life of our signatures, the `x=` of the signers (`signet.signer.signature-lifetime`). A key
  /// stays published this long, and a day, after its last use.
  @WithDefault("14d")
  Duration signatureLifetime();

  /// How long a key must have been unused, in our signing log and in received reports.
  @WithDefault("7d")
  Duration quiet();

  /// Evidence older than this does not count.
  @WithDefault("48h")
  Duration evidenceMaxAge();

  /// How often DNS is asked for a record that is not there yet.
  @WithDefault("30s")
  Duration lookEvery();

  /// How often the evidence about an old key is looked at.
  @WithDefault("10m")
  Duration evidenceEvery();

  /// How often this instance looks for rotations that are due.
  @WithDefault("2s")
  Duration poll();

  /// How long a rotation belongs to the instance that looks at it; longer than any look at DNS.
  @WithDefault("2m")
  Duration lease();

  /// How many rotations this instance looks at in parallel; 0: none, others do it.
  @WithDefault("4")
  int workers();
}
