package io.signetmail.policy;

import io.signetmail.auth.policy.PolicySettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/// The policy that holds for a recipient domain at one moment.
///
/// @param id the same for two domains exactly when they have the same settings
public record EffectivePolicy(String id, PolicySettings settings) {
  private static final int ID_OCTETS = 6;

  static EffectivePolicy of(PolicySettings settings) {
    var trusted = settings.trusted();
    var text =
        String.join(
            "|",
            settings.mode().name(),
            Boolean.toString(settings.refuseBadFrom()),
            Boolean.toString(settings.deferUnknownPolicy()),
            sorted(trusted.sealers().stream()),
            sorted(trusted.forwarders().stream()),
            sorted(trusted.forwarderNames().stream()),
            sorted(trusted.mailingLists().stream()));
    return new EffectivePolicy(digest(text.getBytes(StandardCharsets.UTF_8), ID_OCTETS), settings);
  }

  private static String sorted(Stream<?> values) {
    return values.map(Object::toString).sorted().toList().toString();
  }

  static String digest(byte[] octets, int length) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(octets);
      return HexFormat.of().formatHex(hash, 0, length);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
