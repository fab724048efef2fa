package io.signetmail.kit;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;

/// The address of key-service. Private keys, logins and tokens travel to it and back, so it is
/// reached over TLS, unless it is on this machine or somebody has decided otherwise.
public final class KeyServiceUrl {
  /// Names the setting that allows what is refused here.
  public static final String ALLOW = "signet.key-service.allow-plain-http";

  private KeyServiceUrl() {}

  /// The url as it is.
  ///
  /// @param plainAllowed the network between here and there is as safe as TLS
  /// @throws IllegalArgumentException when it is no http address, or a plain one that leaves the
  ///   machine; said at start, before anything is sent
  public static URI checked(URI url, boolean plainAllowed) {
    var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    var host = url.getHost();
    if (host == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "signet.key-service.url is %s, it must be https://host:port".formatted(url));
    }
    if (scheme.equals("http") && !plainAllowed && !isThisMachine(host)) {
      throw new IllegalArgumentException(
          "signet.key-service.url is %s: keys, logins and tokens would cross the network in the clear."
                  .formatted(url)
              + " Use https, or set %s=true where the network itself is safe".formatted(ALLOW));
    }
    return url;
  }

  /// By what is written, without asking DNS: an answer could be another one the next time.
  private static boolean isThisMachine(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true; // RFC 6761 §6.3
    }
    try {
      return InetAddress.ofLiteral(host.replace("[", "").replace("]", "")).isLoopbackAddress();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
