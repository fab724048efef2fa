package io.signetmail.keys.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.problems.Refusal;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {
  private final PasswordHashing hashing = new PasswordHashing(new SecureRandom(), 2);

  private static Password password(String text) {
    return Password.given("password", text);
  }

  @Test
  void onlyTheRightPasswordMatches() {
    var verifiers = hashing.verifiers(password("correct horse"));
    assertThat(hashing.matches(password("correct horse"), verifiers)).isTrue();
    assertThat(hashing.matches(password("correct horsf"), verifiers)).isFalse();
    assertThat(PasswordVerifiers.decode(verifiers.encoded())).isEqualTo(verifiers);
    assertThat(hashing.verifiers(password("correct horse"))).isNotEqualTo(verifiers);
  }

  /// RFC 8265 §4.2.2: composed and decomposed letters, and all kinds of spaces, are the same.
  @Test
  void spellingsOfOnePasswordAreOne() {
    assertThat(password("caf\u00e9 au lait")).isEqualTo(password("cafe\u0301\u00a0au lait"));
  }

  @Test
  void passwordsThatCannotBeTypedAreRefused() {
    for (var text : java.util.List.of("", "a\u0000b", "a\r\nb", "x".repeat(1025))) {
      assertThatThrownBy(() -> password(text)).isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> Password.chosen("password", "1234567", 8))
        .isInstanceOf(Refusal.class)
        .hasMessageNotContaining("1234567");
  }

  /// RFC 7677 §3: the example's salt and iterations; its ServerSignature and ClientProof follow
  /// from these two keys, which the test derives from the proof the RFC prints.
  @Test
  void scramVerifierIsTheOneOfTheRfc() throws Exception {
    var salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    var verifier = ScramVerifier.of(password("pencil"), salt, 4096);
    var keys = verifier.substring(verifier.lastIndexOf('$') + 1).split(":", -1);
    var authMessage =
        "n=user,r=rOprNGfwEbeRWgbNEkqO,"
            + "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
            + "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

    assertThat(hmac(keys[1], authMessage))
        .isEqualTo(Base64.getDecoder().decode("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="));
    var proof = Base64.getDecoder().decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    var clientSignature = hmac(keys[0], authMessage);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientSignature[i];
    }
    assertThat(java.security.MessageDigest.getInstance("SHA-256").digest(proof))
        .isEqualTo(Base64.getDecoder().decode(keys[0]));
  }

  private static byte[] hmac(String base64Key, String text) throws Exception {
    var mac = javax.crypto.Mac.getInstance("HmacSHA256");
    mac.init(
        new javax.crypto.spec.SecretKeySpec(Base64.getDecoder().decode(base64Key), "HmacSHA256"));
    return mac.doFinal(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void nothingPrintsAPassword() {
    assertThat(password("correct horse").toString()).doesNotContain("horse");
    assertThat(hashing.verifiers(password("correct horse")).toString()).doesNotContain("argon2");
  }
}
