package io.signetmail.reports.intake;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.message.ParsedMessage;
import java.util.Locale;

/// Whether a mail with a report passed DMARC when our own ingress took it.
///
/// RFC 9990 §9: a report counts only when its sender is authenticated. The first
/// Authentication-Results field must be ours: the ingress puts it on top and takes away incoming
/// ones that bear our name (RFC 8601 §5). Anything else passed nothing.
///
/// @param submitter the From domain, when it passed
public record MailTrust(boolean passed, String submitter) {
  static final MailTrust NONE = new MailTrust(false, "");

  public static MailTrust of(byte[] message, String authservId) {
    var fields = ParsedMessage.of(message).headers("authentication-results");
    if (fields.isEmpty()) {
      return NONE;
    }
    var value = fields.getFirst().value();
    return switch (ResultsParser.parse(value, ResultsParser.Mode.STRICT)) {
      case ResultsParser.Ok(var results) when results.authservId().equalsIgnoreCase(authservId) ->
          dmarc(results);
      case ResultsParser.Ok _, ResultsParser.Invalid _ -> NONE;
    };
  }

  private static MailTrust dmarc(AuthenticationResults results) {
    return results.results().stream()
        .filter(result -> result.method().equalsIgnoreCase("dmarc"))
        .findFirst()
        .filter(result -> result.result().equalsIgnoreCase("pass"))
        .map(result -> result.property("header", "from").orElse("").toLowerCase(Locale.ROOT))
        .map(from -> new MailTrust(true, from))
        .orElse(NONE);
  }
}
