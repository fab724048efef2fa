package io.signetmail.bench.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A system that verifies less than the others must not be measured beside them.
class VerifiedFieldTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authentication-Results: mx;| spf=pass smtp.mailfrom=a;|\tdkim=pass; dmarc=pass|",
        "Authentication-Results: mx; DMARC=pass|Subject: x|Authentication-Results: mx; dkim=pass|"
            + "authentication-results: mx;| SPF=pass|",
      })
  void allThreeMustPassInOneFieldOrSeveral(String header) {
    assertThatCode(() -> VerifiedField.require(message(header))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: spf=pass dkim=pass dmarc=pass|",
        "Authentication-Results: mx; spf=pass; dkim=pass|Subject: dmarc=pass|",
        "Authentication-Results: mx; spf=pass; dkim=temperror; dmarc=pass|",
      })
  void elseItIsRefused(String header) {
    assertThatIOException().isThrownBy(() -> VerifiedField.require(message(header)));
  }

  @Test
  void saysWhatItFound() {
    assertThatIOException()
        .isThrownBy(() -> VerifiedField.require(message("Authentication-Results: mx; spf=none|")))
        .withMessage("does not say spf=pass: mx; spf=none");
  }

  private static String message(String header) {
    return (header + "|body|").replace("|", "\r\n");
  }
}
