package io.signetmail.keys.delegation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.signetmail.keys.dnscheck.DnsServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.TSIG;

/// The zone for delegated keys, if there is one.
public record DelegationZone(Optional<ZoneUpdates> updates) {

  /// Half of the settings is a mistake, found at start.
  public static DelegationZone of(DelegationSettings settings) {
    return new DelegationZone(settings.zone().map(zone -> connect(zone, settings)));
  }

  private static ZoneUpdates connect(String zone, DelegationSettings settings) {
    var server = settings.server().orElseThrow(() -> missing("server"));
    var name = settings.tsigName().orElseThrow(() -> missing("tsig-name"));
    var file = settings.tsigSecretFile().orElseThrow(() -> missing("tsig-secret-file"));
    InetSocketAddress address = DnsServers.parse(List.of(server)).getFirst();
    return new DynamicUpdates(
        zone, address, new TSIG(algorithm(settings.tsigAlgorithm()), name, secret(file)));
  }

  private static String algorithm(String name) {
    if (!List.of("hmac-sha256", "hmac-sha384", "hmac-sha512").contains(name)) {
      throw new IllegalStateException(
          "signet.keys.delegation.tsig-algorithm: " + name + " is not supported");
    }
    return name;
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file, US_ASCII).strip();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the TSIG secret from " + file, e);
    }
  }

  private static IllegalStateException missing(String setting) {
    return new IllegalStateException(
        "signet.keys.delegation.zone is set, so signet.keys.delegation."
            + setting
            + " must be too");
  }
}
