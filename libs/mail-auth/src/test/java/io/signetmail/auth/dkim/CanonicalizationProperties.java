package io.signetmail.auth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CanonicalizationProperties {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T12:00:00Z"));

  /// Text that is mostly what canonicalization cares about, long enough for runs of eight bytes.
  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
            " ",
            "  ",
            "\t",
            " \t",
            "\r\n",
            "\r\n\r\n",
            "\r",
            "\n",
            "a",
            "bc",
            "word",
            "longer word",
            "eightbyt",
            "\u0000",
            "\u001f",
            "!",
            "é",
            "\u007f",
            "\u0080",
            "\u00ff")
        .list()
        .ofMaxSize(60)
        .map(parts -> String.join("", parts));
  }

  /// As {@link #bodies} without what no message may hold.
  @Provide
  Arbitrary<String> cleanBodies() {
    return bodies()
        .map(text ->
            text.replace("\r\n", "\u2028").replaceAll("[\r\n]", "").replace("\u2028", "\r\n"));
  }

  private static String canonical(String body, Canonicalization mode) {
    return new String(CanonicalBody.of(body.getBytes(ISO_8859_1), 0, mode), ISO_8859_1);
  }

  /// RFC 6376 §3.4.4 word for word, slowly.
  @Property(tries = 5_000)
  void relaxedIsWhatTheRfcSays(@ForAll("bodies") String body) {
    var lines = (body + "\u0000end").split("\r\n", -1);
    lines[lines.length - 1] = lines[lines.length - 1].replace("\u0000end", "");
    var expected = new StringBuilder();
    for (var i = 0; i < lines.length; i++) {
      var last = i == lines.length - 1;
      var line = lines[i].replaceAll("[ \t]+\\z", "").replaceAll("[ \t]+", " ");
      expected.append(line).append(last && line.isEmpty() ? "" : "\r\n");
    }
    var text = expected.toString();
    while (text.endsWith("\r\n\r\n")) {
      text = text.substring(0, text.length() - 2);
    }
    assertThat(canonical(body, Canonicalization.RELAXED))
        .isEqualTo(text.equals("\r\n") ? "" : text);
  }

  /// RFC 6376 §3.4.3.
  @Property(tries = 2_000)
  void simpleIsWhatTheRfcSays(@ForAll("bodies") String body) {
    var text = body;
    while (text.endsWith("\r\n")) {
      text = text.substring(0, text.length() - 2);
    }
    assertThat(canonical(body, Canonicalization.SIMPLE)).isEqualTo(text + "\r\n");
  }

  @Property
  void canonicalBodiesStayAsTheyAre(@ForAll("bodies") String body, @ForAll Canonicalization mode) {
    var once = canonical(body, mode);
    assertThat(canonical(once, mode)).isEqualTo(once);
  }

  @Property
  void theHashIsTheHashOfTheCanonicalBody(
      @ForAll("bodies") String body, @ForAll Canonicalization mode) {
    var bytes = body.getBytes(ISO_8859_1);
    var canonical = CanonicalBody.of(bytes, 0, mode);
    var hash = BodyHash.of(bytes, 0, mode, OptionalLong.empty());
    assertThat(hash.hash()).isEqualTo(BodyHash.sha256().digest(canonical));
    assertThat(hash.canonicalLength()).isEqualTo(canonical.length);
  }

  @Property
  void relaxedFieldsStayAsTheyAre(@ForAll("cleanBodies") String value) {
    var folded = value.replace("\r\n", "\r\n ");
    var once = relaxed("SubJect \t:" + folded + "\r\n");
    assertThat(relaxed(once)).isEqualTo(once);
    assertThat(once).startsWith("subject:").endsWith("\r\n").doesNotContain("\t");
  }

  private static String relaxed(String field) {
    var out = new CanonicalBytes();
    HeaderCanonicalizer.append(
        HeaderField.of(field.getBytes(ISO_8859_1)), Canonicalization.RELAXED, out);
    return new String(out.toByteArray(), ISO_8859_1);
  }

  @Property
  void bareLineEndsAreFoundWhereTheyAre(@ForAll("bodies") String body) {
    var masked = body.replace("\r\n", "..");
    var cr = masked.indexOf('\r');
    var lf = masked.indexOf('\n');
    var expected = cr < 0 ? lf : lf < 0 ? cr : Math.min(cr, lf);
    assertThat(LineEnds.firstBare(body.getBytes(ISO_8859_1), 0)).isEqualTo(expected);
    assertThat(
            BodyHash.of(
                    body.getBytes(ISO_8859_1), 0, Canonicalization.RELAXED, OptionalLong.empty())
                .sawBareLineEnd())
        .isEqualTo(expected >= 0);
  }

  @Property(tries = 300)
  void whatIsSignedVerifies(
      @ForAll("cleanBodies") String body,
      @ForAll("cleanBodies") String subject,
      @ForAll Canonicalization header,
      @ForAll Canonicalization bodyMode) {
    var message =
        "Subject:"
            + subject.replace("\r\n", "\r\n ").replace("\u0000", "")
            + "\r\nFrom: a@example.com\r\n\r\n"
            + body;
    var result =
        new DkimSigner(CLOCK)
            .sign(
                ParsedMessage.of(message.getBytes(ISO_8859_1)),
                List.of(TestKeys.ED25519),
                SigningOptions.DEFAULT.withCanonicalization(header, bodyMode));
    assertThat(result).isInstanceOf(SigningResult.Signed.class);
    var signed = ((SigningResult.Signed) result).headerFields() + message;
    assertThat(
            new DkimVerifier(TestKeys.zone(), DkimLimits.DEFAULT, CLOCK)
                .verify(ParsedMessage.of(signed.getBytes(ISO_8859_1))))
        .singleElement()
        .isInstanceOf(DkimResult.Pass.class);
  }
}
