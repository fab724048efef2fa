package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.Ascii;
import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// One address of `rua` or `ruf` (RFC 9989 §4.6), syntactically valid, without the obsolete size.
///
/// `uri` is as published, percent-encoding and all. Only `mailto:` is ever used; other schemes are
/// kept for display and count for nothing (RFC 9989 §4.7: "MUST be ignored").
public record ReportUri(String uri) {
  private static final int MAX_LENGTH = 2_000;
  private static final String MAILTO = "mailto:";

  /// Reads one member of the list.
  static Optional<ReportUri> parse(String text) {
    var uri = withoutSize(text);
    if (uri.isEmpty() || uri.length() > MAX_LENGTH || !wellFormed(uri)) {
      return Optional.empty();
    }
    var parsed = new ReportUri(uri);
    return parsed.isMailto() && parsed.host().isEmpty() ? Optional.empty() : Optional.of(parsed);
  }

  /// RFC 9989 §4.8: obs-dmarc-report-size is found and ignored; any other "!" is an error, "" here.
  private static String withoutSize(String text) {
    int mark = text.indexOf('!');
    if (mark < 0) {
      return text;
    }
    int at = mark + 1;
    while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
      at++;
    }
    boolean digits = at > mark + 1;
    if (at == text.length() - 1 && "kmgtKMGT".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return digits && at == text.length() ? text.substring(0, mark) : "";
  }

  /// RFC 3986 §3.1: a scheme, a colon, and characters a URI may have.
  private static boolean wellFormed(String uri) {
    int colon = uri.indexOf(':');
    if (colon < 1 || colon == uri.length() - 1 || !Ascii.isLetter(uri.charAt(0))) {
      return false;
    }
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      boolean inScheme = Ascii.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
      boolean inUri = inScheme || "_~:/?#[]@!$&'()*+,;=%".indexOf(c) >= 0;
      boolean badEscape = c == '%' && !(isHex(uri, i + 1) && isHex(uri, i + 2));
      if (badEscape || !(i < colon ? inScheme : inUri)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), 16) >= 0;
  }

  public boolean isMailto() {
    return uri.regionMatches(true, 0, MAILTO, 0, MAILTO.length());
  }

  /// The mailbox of a `mailto:` address, decoded; empty for other schemes.
  public Optional<String> mailbox() {
    if (!isMailto()) {
      return Optional.empty();
    }
    int query = uri.indexOf('?');
    var address = uri.substring(MAILTO.length(), query < 0 ? uri.length() : query);
    return Optional.of(PercentEncoding.decode(address));
  }

  /// The domain that receives the reports (RFC 9990 §4, step 1); empty for other schemes.
  public Optional<DomainName> host() {
    return mailbox()
        .flatMap(mailbox -> {
          int at = mailbox.lastIndexOf('@');
          return at < 1 ? Optional.empty() : DomainName.parse(mailbox.substring(at + 1));
        });
  }

  @Override
  public String toString() {
    return uri;
  }
}
