package io.signetmail.smtp;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// `Local-part "@" ( Domain / address-literal )` of RFC 5321 §4.1.2, internationalized as RFC 6531
/// §3.3 allows.
///
/// `localPart` is the meaning, without quotes and backslashes; `domain` is the text as it came: a
/// name, or a literal in brackets. Two spellings of one local part are therefore equal; case is
/// kept, since only the final host may ignore it.
public record Mailbox(String localPart, String domain) {

  /// RFC 5321 §4.5.3.1.1.
  public static final int MAX_LOCAL_PART = 64;

  /// RFC 5321 §4.5.3.1.2.
  public static final int MAX_DOMAIN = 255;

  /// RFC 5321 §4.5.3.1.3: a path is at most 256 octets with its brackets.
  public static final int MAX_ADDRESS = 254;

  /// Reads an address without brackets; empty when it is not one.
  public static Optional<Mailbox> parse(String text) {
    var scanner = new AddressScanner(text);
    var mailbox = scanner.mailbox();
    return mailbox != null && scanner.atEnd() ? Optional.of(mailbox) : Optional.empty();
  }

  /// Reads an address of our own configuration.
  public static Mailbox of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a mail address: " + text));
  }

  /// True for `user@[192.0.2.1]` and `user@[IPv6:2001:db8::1]`.
  public boolean isLiteral() {
    return domain.startsWith("[");
  }

  /// False when the address needs SMTPUTF8 to travel (RFC 6531 §3.4).
  public boolean isAscii() {
    return isAscii(localPart) && isAscii(domain);
  }

  /// The domain in lower case, for comparisons.
  public String lowerDomain() {
    return domain.toLowerCase(Locale.ROOT);
  }

  /// The domain in lower case with A-labels; empty for a literal or a name that has none.
  public Optional<String> asciiDomain() {
    if (isLiteral()) {
      return Optional.empty();
    }
    if (isAscii(domain)) {
      return Optional.of(lowerDomain());
    }
    try {
      return Optional.of(IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The address as it goes into a path: quoted only where it has to be (RFC 5321 §4.1.2).
  @Override
  public String toString() {
    return (isDotString() ? localPart : quoted()) + "@" + domain;
  }

  private boolean isDotString() {
    boolean afterDot = true;
    for (int i = 0; i < localPart.length(); i++) {
      char c = localPart.charAt(i);
      if (c == '.' ? afterDot : !AddressScanner.isAtext(c)) {
        return false;
      }
      afterDot = c == '.';
    }
    return !afterDot;
  }

  private String quoted() {
    var out = new StringBuilder("\"");
    for (int i = 0; i < localPart.length(); i++) {
      char c = localPart.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append('"').toString();
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
