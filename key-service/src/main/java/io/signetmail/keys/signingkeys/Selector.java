package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_SELECTOR;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names one key of a domain (RFC 6376 §3.1), lower case because DNS does not tell case apart.
public record Selector(String value) implements Comparable<Selector> {
  /// Far more than anyone needs, and short enough for the name to fit most domains.
  private static final int MAX_CHARS = 128;

  // RFC 6376 §3.1: selector = sub-domain *( "." sub-domain )
  private static final Pattern LABELS =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  public Selector {
    if (value.length() > MAX_CHARS || !LABELS.matcher(value).matches()) {
      throw new IllegalArgumentException(Quoted.of(value) + " is not a selector");
    }
  }

  /// Reads what a caller wrote in the named field.
  public static Selector fromInput(String field, String text) {
    if (text.length() > MAX_CHARS) {
      throw refused(field, text, "longer than " + MAX_CHARS + " characters");
    }
    var value = text.toLowerCase(Locale.ROOT);
    if (!LABELS.matcher(value).matches()) {
      throw refused(field, text, "labels of letters, digits and inner hyphens, joined by dots");
    }
    return new Selector(value);
  }

  /// The name of the TXT record, without the trailing dot (RFC 6376 §3.6.2.1).
  public String recordName(MailDomain domain) {
    return value + "._domainkey." + domain;
  }

  @Override
  public int compareTo(Selector other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static Refusal refused(String field, String text, String reason) {
    return Refusal.of(INVALID_SELECTOR, field, Quoted.of(text) + " is not a selector: " + reason);
  }
}
