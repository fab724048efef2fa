package io.signetmail.ingress.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// User and password of an Authorization field (RFC 7617). Printing them shows no password.
record BasicCredentials(String user, String password) {
  private static final String SCHEME = "Basic ";
  private static final int LONGEST = 4096;

  /// Empty when the field is missing, of another scheme, or not valid.
  static Optional<BasicCredentials> of(@Nullable String field) {
    if (field == null
        || field.length() > LONGEST
        || !field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    try {
      byte[] octets = Base64.getDecoder().decode(field.substring(SCHEME.length()).strip());
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      int colon = text.indexOf(':');
      boolean usable =
          colon > 0
              && colon <= 255
              && colon + 1 < text.length()
              && text.chars().noneMatch(Character::isISOControl);
      return usable
          ? Optional.of(new BasicCredentials(text.substring(0, colon), text.substring(colon + 1)))
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "BasicCredentials[" + user + "]";
  }
}
