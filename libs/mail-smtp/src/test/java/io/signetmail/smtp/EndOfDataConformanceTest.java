package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EndOfDataConformanceTest {

  private static final String SMUGGLED =
      """
      MAIL FROM:<admin@example.com>
      RCPT TO:<victim@example.org>
      DATA
      From: admin@example.com

      smuggled
      .
      """
          .replace("\n", "\r\n");

  @Test
  void noFakeEndOfDataLetsASecondMessageIn() throws IOException {
    var wrong = new ArrayList<String>();
    Conformance.cases("end-of-data.json")
        .forEach(c -> {
          byte[] sequence = Base64.getDecoder().decode(c.get("sequence_b64").asText());
          try {
            var mistake = smuggle(sequence);
            if (!mistake.isEmpty()) {
              wrong.add(c.get("id").asText() + ": " + mistake);
            }
          } catch (IOException e) {
            wrong.add(c.get("id").asText() + ": " + e);
          }
        });
    assertThat(wrong).isEmpty();
  }

  private static String smuggle(byte[] sequence) throws IOException {
    var wire = new ByteArrayOutputStream();
    wire.write("From: a@example.com\r\n\r\nfirst".getBytes(StandardCharsets.US_ASCII));
    wire.write(sequence);
    wire.write(SMUGGLED.getBytes(StandardCharsets.US_ASCII));
    var lines = new LineReader(new ByteArrayInputStream(wire.toByteArray()));
    return switch (new MessageReader(lines, 10_000, Allowance.unlimited()).readData()) {
      case ReadMessage.Cut _ -> "";
      case ReadMessage.Refused(var _, var close) ->
          close || lines.readLine(1000) instanceof Line.End ? "" : "commands left to execute";
      // Nothing in front of the dot but text: one message that holds the commands, dots unstuffed.
      case ReadMessage.Complete(var content) ->
          new String(content.assemble(new byte[0]), StandardCharsets.UTF_8).contains("MAIL FROM")
                  && lines.readLine(1000) instanceof Line.End
              ? ""
              : "ended early";
    };
  }
}
