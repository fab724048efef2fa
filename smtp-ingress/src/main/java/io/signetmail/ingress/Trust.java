package io.signetmail.ingress;

import io.signetmail.ingress.session.TrustedClients;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reads from the settings which clients may speak for others.
final class Trust {
  private Trust() {}

  /// @throws IllegalArgumentException naming the setting that cannot be read
  static TrustedClients in(IngressSettings settings) {
    var smtp = settings.smtp();
    var submission = settings.submission();
    return new TrustedClients(
        Ranges.of("signet.smtp.proxy-from", smtp.proxyFrom().orElse(List.of())),
        Ranges.of("signet.smtp.xclient-from", smtp.xclientFrom().orElse(List.of())),
        Ranges.of("signet.submission.trusted-mta", submission.trustedMta().orElse(List.of())),
        submission.trustedMtaCertificates().orElse(List.of()).stream()
            .map(Trust::fingerprint)
            .collect(Collectors.toSet()));
  }

  private static String fingerprint(String text) {
    var hex = text.replace(":", "").toLowerCase(Locale.ROOT);
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "signet.submission.trusted-mta-certificates: "
              + text
              + " is no SHA-256 fingerprint; openssl x509 -noout -fingerprint -sha256 prints one");
    }
    return hex;
  }
}
