package io.signetmail.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          a|             > a|.|
          .a|            > ..a|.|
          a|.|b|         > a|..|b|.|
          a||b|          > a||b|.|
          """)
  void leadingDotsAreDoubledAndTheFinalDotFollows(String text, String data) {
    var mail = new Mail("h.example", "a@h.example", "b@signet.example", text.replace("|", "\r\n"));
    assertThat(new String(mail.data(), StandardCharsets.US_ASCII))
        .isEqualTo(data.replace("|", "\r\n"));
  }
}
