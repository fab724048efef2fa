package io.signetmail.keys.dnscheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyRecordCheckTest {
  private static final String P = publicValue(2048);
  private static final String OTHER = publicValue(2048);
  private static final String SMALL = publicValue(1024);
  private static final String NAME = "s1._domainkey.shop.example";
  private static final SigningKey KEY =
      new SigningKey(
          new SigningKey.Id(new MailDomain("shop.example"), new Selector("s1")),
          Optional.empty(),
          KeyAlgorithm.RSA_2048,
          P,
          Optional.empty(),
          new SigningKey.Status(KeyState.PENDING, Instant.EPOCH, Instant.EPOCH));

  private static String publicValue(int bits) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return Base64.getEncoder()
          .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// `$P` is our key, `$O` another one, `$S` a small one, `$T` a part of ours, `$W` ours with
  /// spaces.
  private static String filled(String text) {
    return text.replace("$P", P)
        .replace("$O", OTHER)
        .replace("$S", SMALL)
        .replace("$T", P.substring(0, 200))
        .replace("$W", P.substring(0, 100) + " " + P.substring(100));
  }

  private static String codes(String zone) {
    return String.join(
        " ",
        new KeyRecordCheck(ZoneDns.parse(zone))
            .check(KEY).stream().map(finding -> finding.code().keyword()).toList());
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          v=DKIM1; k=rsa; p=$P              | ``
          p=$P                              | ``
          v=DKIM1;k=rsa;p=$P;               | ``
          v=DKIM1; k=rsa; s=*; h=sha1:sha256; t=s; p=$P | ``
          v=DKIM1; k=rsa; p=$W              | spaces-inside
          v=DKIM1; k=rsa; t=y; p=$P         | test-flag
          v=DKIM1; k=rsa; t=s:y; p=$P       | test-flag
          v=DKIM1; k=rsa; p=                | revoked
          v=DKIM1; k=rsa; p=$T              | truncated
          v=DKIM1; k=rsa; p=$O              | other-key
          v=DKIM1; k=rsa; p=$S              | too-small other-key
          v=DKIM1; k=rsa; p=nonsense        | other-key
          v=DKIM1; k=ed25519; p=$P          | wrong-key-type
          v=DKIM1; k=rsa                    | not-a-key
          v=spf1 -all                       | not-a-key
          v=DKIM1; p=$P; p=$P               | not-a-key
          ;;;                               | not-a-key
          k=rsa; v=DKIM1; p=$P              | wrong-version
          v=DKIM2; k=rsa; p=$P              | wrong-version
          v=DKIM1; h=sha1; p=$P             | hash-not-allowed
          v=DKIM1; s=tlsrpt; p=$P           | service-not-allowed
          """)
  void oneRecord(String value, String codes) {
    var strings = filled(value).replaceAll("(.{200})", "$1\" \"");
    assertThat(codes(NAME + ". TXT ( \"" + strings + "\" )\n")).isEqualTo(codes);
  }

  @Test
  void backslashesAndQuotesInTheValueAreNamed() {
    var zone = NAME + ". TXT ( \"%s\" )\n";
    assertThat(codes(zone.formatted("v=DKIM1\\\\; p=abc"))).isEqualTo("escaped-semicolons");
    assertThat(codes(zone.formatted("\\\"v=DKIM1; p=abc\\\""))).isEqualTo("quotes-inside");
  }

  @Test
  void missingRecordIsSoughtWhereItMayHaveGone() {
    var record = filled(" TXT ( \"v=DKIM1; p=\" \"" + P.substring(0, 200) + "\" )\n");
    assertThat(codes("shop.example. MX 10 mx.shop.example.\n")).isEqualTo("missing");
    assertThat(codes(NAME + ".shop.example." + record)).isEqualTo("missing wrong-name");
    assertThat(codes("s1.shop.example." + record)).isEqualTo("missing wrong-name");
    assertThat(codes("s1.domainkey.shop.example." + record)).isEqualTo("missing wrong-name");
    assertThat(codes("s1.shop.example. TXT \"v=spf1 -all\"\n")).isEqualTo("missing");
    assertThat(codes(NAME + ". A 192.0.2.1\n")).isEqualTo("missing");
  }

  @Test
  void severalRecordsAreAnErrorEvenWhenOneIsRight() {
    var right = "\"v=DKIM1; p=" + P.substring(0, 200) + "\" \"" + P.substring(200) + "\"";
    assertThat(codes(NAME + ". TXT ( " + right + " )\n" + NAME + ". TXT \"v=spf1 -all\"\n"))
        .isEqualTo("several-records");
  }

  /// Design §5: not knowing is never "there is none".
  @Test
  void silenceIsNotMissing() {
    assertThat(codes(NAME + ". SERVFAIL\n")).isEqualTo("unavailable");
    assertThat(codes(NAME + ". TIMEOUT\n")).isEqualTo("unavailable");
  }

  @Test
  void aDelegatedNameIsFollowed() {
    var right = "\"v=DKIM1; p=" + P.substring(0, 200) + "\" \"" + P.substring(200) + "\"";
    assertThat(codes(NAME + ". CNAME k1.keys.example.\nk1.keys.example. TXT ( " + right + " )\n"))
        .isEmpty();
  }
}
