package io.signetmail.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The Authentication-Results of a delivered mail, as proof that a system did what it is measured
/// for.
public final class VerifiedField {
  private static final Pattern FIELD =
      Pattern.compile(
          "^Authentication-Results:((?:.*\r?\n)(?:[ \t].*\r?\n)*)",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
  private static final List<String> WANTED = List.of("spf=pass", "dkim=pass", "dmarc=pass");

  private VerifiedField() {}

  /// @param message as delivered
  /// @throws IOException when one of SPF, DKIM and DMARC did not pass, or was not looked at
  public static void require(String message) throws IOException {
    var found = new StringBuilder();
    FIELD.matcher(message).results().forEach(match -> found.append(match.group(1)));
    var text = found.toString().toLowerCase(Locale.ROOT);
    for (var wanted : WANTED) {
      if (!text.contains(wanted)) {
        throw new IOException(
            "does not say " + wanted + ": " + text.replaceAll("\\s+", " ").strip());
      }
    }
  }
}
