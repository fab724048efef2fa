package io.signetmail.reports.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a mail with a report passed DMARC when our own ingress took it.
///
/// RFC 9990 §9: a report counts only when its sender is authenticated. The first
/// Authentication-Results field must be ours: the ingress puts it on top and takes away incoming
/// ones that bear our name (RFC 8601 §5). Anything else passed nothing.
///
/// @param submitter the From domain, when it passed
public record MailTrust(boolean passed, String submitter) {
  static final MailTrust NONE = new MailTrust(false, "");

  /// Header fields after these many bytes were not written by our ingress.
  private static final int MAX_HEADER = 64 * 1024;

  private static final String FIELD = "authentication-results:";
  private static final Pattern COMMENT = Pattern.compile("\\((?:[^()\\\\]|\\\\.)*\\)");
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern METHOD = Pattern.compile("dmarc\\s*=\\s*([a-z]+)(.*)");
  private static final Pattern FROM = Pattern.compile("\\bheader\\.from\\s*=\\s*([a-z0-9._-]+)");

  public static MailTrust of(byte[] message, String authservId) {
    return firstResults(message).map(value -> read(value, authservId)).orElse(NONE);
  }

  private static MailTrust read(String value, String authservId) {
    var plain = QUOTED.matcher(withoutComments(value)).replaceAll("q");
    var parts = plain.toLowerCase(Locale.ROOT).split(";", -1);
    var id = parts[0].strip().split("\\s+", 2)[0];
    if (!id.equals(authservId.toLowerCase(Locale.ROOT))) {
      return NONE;
    }
    for (int i = 1; i < parts.length; i++) {
      var method = METHOD.matcher(parts[i].strip());
      if (method.matches()) {
        return method.group(1).equals("pass") ? new MailTrust(true, from(method.group(2))) : NONE;
      }
    }
    return NONE;
  }

  private static String from(String properties) {
    var from = FROM.matcher(properties);
    return from.find() ? from.group(1) : "";
  }

  /// RFC 8601 §2.2: comments may be anywhere, and nest.
  private static String withoutComments(String value) {
    var before = value;
    for (int depth = 0; depth < 8; depth++) {
      var after = COMMENT.matcher(before).replaceAll(" ");
      if (after.equals(before)) {
        return after;
      }
      before = after;
    }
    return "";
  }

  private static Optional<String> firstResults(byte[] message) {
    int length = Math.min(message.length, MAX_HEADER);
    var header = new String(message, 0, length, StandardCharsets.ISO_8859_1);
    int end = header.indexOf("\r\n\r\n");
    var unfolded = (end < 0 ? header : header.substring(0, end)).replaceAll("\r\n[ \t]", " ");
    return unfolded
        .lines()
        .filter(line -> line.regionMatches(true, 0, FIELD, 0, FIELD.length()))
        .findFirst()
        .map(line -> line.substring(FIELD.length()));
  }
}
