package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `dkim/canonicalization.json`: single fields and bodies.
class DkimCanonicalizationTest {

  @TestFactory
  Stream<DynamicTest> cases() {
    var cases = new ArrayList<DynamicTest>();
    for (var c : Corpus.json("dkim/canonicalization.json").path("cases")) {
      cases.add(DynamicTest.dynamicTest(c.path("id").asText(), () -> check(c)));
    }
    return cases.stream();
  }

  private static void check(JsonNode c) {
    Assumptions.assumeFalse(c.path("ambiguous").asBoolean(), c.path("note").asText());
    var kind = c.path("kind").asText();
    var mode =
        Canonicalization.valueOf(kind.substring(kind.indexOf('/') + 1).toUpperCase(Locale.ROOT));
    var input = c.path("input").asText().getBytes(StandardCharsets.UTF_8);
    var actual =
        switch (kind.substring(0, kind.indexOf('/'))) {
          case "header" -> header(input, mode);
          case "body" -> new String(CanonicalBody.of(input, 0, mode), StandardCharsets.UTF_8);
          case "bodyhash" -> Base64.getEncoder().encodeToString(hash(c, input, mode));
          default -> throw new IllegalArgumentException(kind);
        };
    assertThat(actual).isEqualTo(c.path("expected").asText());
  }

  private static String header(byte[] field, Canonicalization mode) {
    var out = new CanonicalBytes();
    HeaderCanonicalizer.append(HeaderField.of(field), mode, out);
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static byte[] hash(JsonNode c, byte[] body, Canonicalization mode) {
    var limit =
        c.path("l").isNumber() ? OptionalLong.of(c.path("l").asLong()) : OptionalLong.empty();
    return c.path("hash").asText().equals("sha256")
        ? BodyHash.of(body, 0, mode, limit).hash()
        : sha1(CanonicalBody.of(body, 0, mode), limit);
  }

  /// We have no SHA-1 (RFC 8301 §3.1), but its vectors show the canonical form as well as others.
  private static byte[] sha1(byte[] canonical, OptionalLong limit) {
    try {
      var length = (int) Math.min(canonical.length, limit.orElse(Long.MAX_VALUE));
      return MessageDigest.getInstance("SHA-1").digest(Arrays.copyOf(canonical, length));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
