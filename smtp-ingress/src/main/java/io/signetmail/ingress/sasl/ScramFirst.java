package io.signetmail.ingress.sasl;

import java.util.Optional;

/// The client's first message (RFC 5802 §7): how it binds to the channel, who it is, its nonce.
///
/// @param header the GS2 header as it was sent, with both commas
/// @param binding the type of channel binding it uses; empty without one
/// @param couldBind it would have bound, but saw no PLUS mechanism offered (`y`)
/// @param bare the rest of the message, which is signed
record ScramFirst(
    String header,
    Optional<String> binding,
    boolean couldBind,
    String user,
    String nonce,
    String bare) {
  /// With the salt it has to fit one reply line.
  private static final int MAX_NONCE = 128;

  private static final int MAX_USER = 255;

  /// Reads the message; empty when it is not one.
  static Optional<ScramFirst> parse(String message) {
    int first = message.indexOf(',');
    int second = first < 0 ? -1 : message.indexOf(',', first + 1);
    if (second < 0) {
      return Optional.empty();
    }
    var flag = message.substring(0, first);
    var authorization = message.substring(first + 1, second);
    var bare = message.substring(second + 1);
    var parts = bare.split(",", -1);
    // An extension that must be understood (m=) stands before n=, so it is not what we look for.
    if (parts.length < 2 || !parts[0].startsWith("n=") || !parts[1].startsWith("r=")) {
      return Optional.empty();
    }
    var user = name(parts[0].substring(2));
    var nonce = parts[1].substring(2);
    boolean valid =
        isFlag(flag)
            && user.isPresent()
            && isNonce(nonce)
            && (authorization.isEmpty() || isSelf(authorization, user.get()));
    return valid
        ? Optional.of(
            new ScramFirst(
                message.substring(0, second + 1),
                flag.startsWith("p=") ? Optional.of(flag.substring(2)) : Optional.empty(),
                flag.equals("y"),
                user.get(),
                nonce,
                bare))
        : Optional.empty();
  }

  private static boolean isFlag(String flag) {
    return flag.equals("n") || flag.equals("y") || flag.matches("p=[A-Za-z0-9.-]{1,64}");
  }

  /// Acting for somebody else is not possible.
  private static boolean isSelf(String authorization, String user) {
    return authorization.startsWith("a=")
        && name(authorization.substring(2)).filter(user::equals).isPresent();
  }

  /// RFC 5802 §5.1: `=2C` and `=3D`, and no other use of `=`.
  private static Optional<String> name(String sent) {
    var rest = sent.replace("=2C", "").replace("=3D", "");
    var name = sent.replace("=2C", ",").replace("=3D", "=");
    boolean valid =
        !name.isEmpty()
            && name.length() <= MAX_USER
            && rest.indexOf('=') < 0
            && name.chars().noneMatch(Character::isISOControl);
    return valid ? Optional.of(name) : Optional.empty();
  }

  private static boolean isNonce(String nonce) {
    return !nonce.isEmpty()
        && nonce.length() <= MAX_NONCE
        && nonce.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',');
  }
}
