package io.signetmail.auth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No signature, key record or chain makes a reader throw.
class TagListProperties {

  @Provide
  Arbitrary<String> tagLists() {
    return Arbitraries.of(
            "v=1",
            "v=DKIM1",
            "a=rsa-sha256",
            "a=ed25519-sha256",
            "b=AAAA",
            "bh=AAAA",
            "d=example.com",
            "s=s1",
            "h=from:to",
            "i=1",
            "i=@example.com",
            "i=51",
            "cv=none",
            "cv=pass",
            "cv=fail",
            "l=1",
            "t=1",
            "x=2",
            "c=relaxed/simple",
            "c=simple",
            "q=dns/txt",
            "p=AAAA",
            "p=",
            "k=rsa",
            "k=ed25519",
            "t=y:s",
            "s=*",
            ";",
            ";",
            ";",
            " ",
            "\r\n\t",
            "=",
            "é",
            "\u0001",
            ":",
            "=AA")
        .list()
        .ofMaxSize(30)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 3_000)
  void anySignatureIsReadOrRefused(@ForAll("tagLists") String text) {
    var field = HeaderField.of(("DKIM-Signature: " + text).getBytes(StandardCharsets.UTF_8));
    for (var dialect : DkimSignatureParser.Dialect.values()) {
      assertThat(DkimSignatureParser.parse(field, dialect, DkimLimits.DEFAULT)).isNotNull();
    }
  }

  @Property(tries = 3_000)
  void anyKeyRecordIsReadOrRefused(@ForAll("tagLists") String text) {
    var parsed = DkimKeyRecord.parse(text.replace("é", "\u00e9"));
    if (parsed instanceof DkimKeyRecord.Ok(var key)) {
      assertThat(DkimKeyRecord.parse(key.toTxt())).isEqualTo(new DkimKeyRecord.Ok(key));
    }
  }

  @Property(tries = 2_000)
  void anyMessageIsVerified(
      @ForAll("tagLists") String first,
      @ForAll("tagLists") String second,
      @ForAll("tagLists") String third) {
    var text =
        "ARC-Seal: "
            + first
            + "\r\nARC-Message-Signature: "
            + second
            + "\r\nARC-Authentication-Results: "
            + third
            + "\r\nDKIM-Signature: "
            + second
            + "\r\nFrom: a@example.com\r\n\r\nbody\r\n";
    var verifier = new DkimVerifier(TestKeys.zone(), DkimLimits.DEFAULT, InstantSource.system());
    var hashes = new MessageHashes(ParsedMessage.of(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(verifier.verify(hashes, TestKeys.zone())).noneMatch(DkimResult::passed);
    assertThat(new ArcValidator(verifier).validate(hashes, TestKeys.zone()).passed()).isEmpty();
  }
}
