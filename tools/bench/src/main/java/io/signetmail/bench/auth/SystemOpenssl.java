package io.signetmail.bench.auth;

import io.signetmail.bench.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `openssl speed` of this machine, where there is one: a second opinion on the limit.
final class SystemOpenssl {
  private SystemOpenssl() {}

  static List<Row> rows() throws InterruptedException {
    try {
      var process =
          new ProcessBuilder("openssl", "speed", "-seconds", "2", "rsa2048")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
        return List.of();
      }
      return rows(text);
    } catch (IOException _) {
      return List.of(); // no openssl here
    }
  }

  /// The last line: `rsa 2048 bits 0.000598s 0.000017s 1672.1 57531.1`.
  private static List<Row> rows(String text) {
    for (var line : text.lines().toList()) {
      var words = line.strip().split("\\s+", -1);
      if (line.startsWith("rsa 2048 bits") && words.length >= 7) {
        return List.of(
            Row.of("openssl speed: RSA-2048 sign", Double.parseDouble(words[5]), "/s"),
            Row.of("openssl speed: RSA-2048 verify", Double.parseDouble(words[6]), "/s"));
      }
    }
    return List.of();
  }
}
