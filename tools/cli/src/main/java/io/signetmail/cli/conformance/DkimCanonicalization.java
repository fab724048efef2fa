package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.BodyHash;
import io.signetmail.auth.dkim.CanonicalBody;
import io.signetmail.auth.dkim.CanonicalBytes;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.HeaderCanonicalizer;
import io.signetmail.auth.message.HeaderField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.OptionalLong;

/// `dkim/canonicalization.json`: single fields and bodies (RFC 6376 §3.4).
final class DkimCanonicalization {
  static final CorpusReader READER =
      CorpusReader.json("dkim/canonicalization.json", _ -> DkimCanonicalization::check);

  private DkimCanonicalization() {}

  private static void check(JsonNode one, Findings findings) throws NoSuchAlgorithmException {
    var kind = one.path("kind").asText();
    var slash = kind.indexOf('/');
    var what = kind.substring(0, Math.max(slash, 0));
    var mode = mode(kind.substring(slash + 1));
    var input = one.path("input").asText().getBytes(StandardCharsets.UTF_8);
    var got =
        switch (what) {
          case "header" -> header(input, mode);
          case "body" -> new String(CanonicalBody.of(input, 0, mode), StandardCharsets.UTF_8);
          case "bodyhash" -> Base64.getEncoder().encodeToString(hash(one, input, mode));
          default -> throw new IllegalArgumentException("kind " + kind);
        };
    findings.equal("canonical form", one.path("expected").asText(), got);
  }

  static Canonicalization mode(String word) {
    return Canonicalization.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static String header(byte[] field, Canonicalization mode) {
    var out = new CanonicalBytes();
    HeaderCanonicalizer.append(HeaderField.of(field), mode, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static byte[] hash(JsonNode one, byte[] body, Canonicalization mode)
      throws NoSuchAlgorithmException {
    var limit =
        one.path("l").isNumber() ? OptionalLong.of(one.path("l").asLong()) : OptionalLong.empty();
    return one.path("hash").asText().equals("sha256")
        ? BodyHash.of(body, 0, mode, limit).hash()
        : sha1(CanonicalBody.of(body, 0, mode), limit);
  }

  /// The engine has no SHA-1 (RFC 8301 §3.1), but its vectors show the canonical form as well.
  private static byte[] sha1(byte[] canonical, OptionalLong limit) throws NoSuchAlgorithmException {
    var length = (int) Math.min(canonical.length, limit.orElse(Long.MAX_VALUE));
    return MessageDigest.getInstance("SHA-1").digest(Arrays.copyOf(canonical, length));
  }
}
