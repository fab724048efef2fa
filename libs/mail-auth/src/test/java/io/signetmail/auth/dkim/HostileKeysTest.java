package io.signetmail.auth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dkim.DkimProblem.Kind;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Key records made to cost, or to be read in two ways: none is used.
class HostileKeysTest {
  private static final BigInteger F4 = BigInteger.valueOf(65_537);

  static Stream<Arguments> records() throws GeneralSecurityException {
    return Stream.of(
        row("a key of 64 KiB", Kind.LIMIT, "p=" + "A".repeat(64 << 10)),
        row("a note of 64 KiB", Kind.LIMIT, "n=" + "a".repeat(64 << 10) + "; p=AAAA"),
        row("16,384 bits", Kind.KEY_SIZE, "p=" + rsa(16_384, F4)),
        row("8,193 bits", Kind.KEY_SIZE, "p=" + rsa(8_193, F4)),
        row("1,023 bits", Kind.KEY_SIZE, "p=" + rsa(1_023, F4)),
        row(
            "an exponent of 65 bits",
            Kind.KEY_SYNTAX,
            "p=" + rsa(2_048, BigInteger.TWO.pow(64).add(F4))),
        row(
            "an exponent of 2,000 bits",
            Kind.KEY_SYNTAX,
            "p=" + rsa(2_048, BigInteger.TWO.pow(2_000).add(F4))),
        row("an even exponent", Kind.KEY_SYNTAX, "p=" + rsa(2_048, BigInteger.valueOf(4))),
        row("NUL", Kind.KEY_SYNTAX, "v=DKIM1; p=AA\0AA"),
        row("no UTF-8", Kind.KEY_SYNTAX, "v=DKIM1; k=\u00ff\u00fe; p=\u00c0\u0080"),
        row("100 tags", Kind.KEY_SYNTAX, tags(100)),
        row("p= twice", Kind.KEY_SYNTAX, "p=AAAA; p="),
        row("DER that lies about its length", Kind.KEY_SYNTAX, "p=" + "MIL/////".repeat(100)),
        row("Ed25519 of 31 bytes", Kind.KEY_SYNTAX, "k=ed25519; p=" + "A".repeat(42)));
  }

  @ParameterizedTest(name = "{argumentSetName}")
  @MethodSource("records")
  void isRefusedForAReason(Kind kind, String text) {
    assertThat(DkimKeyRecord.parse(text))
        .isInstanceOfSatisfying(
            DkimKeyRecord.Invalid.class,
            invalid -> {
              assertThat(invalid.problem().kind()).isIn(kind, Kind.KEY_NOT_FOR_THIS);
              assertThat(invalid.problem().detail()).hasSizeLessThan(200);
            });
  }

  private static Arguments row(String name, Kind kind, String text) {
    return Arguments.argumentSet(name, kind, text);
  }

  private static String tags(int count) {
    var text = new StringBuilder("v=DKIM1");
    for (int i = 0; i < count; i++) {
      text.append(";a").append(i).append('=');
    }
    return text.toString();
  }

  /// A modulus nobody has the factors of.
  private static String rsa(int bits, BigInteger exponent) throws GeneralSecurityException {
    var modulus = new BigInteger(bits, new Random(bits)).setBit(bits - 1).setBit(0);
    var key = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }
}
