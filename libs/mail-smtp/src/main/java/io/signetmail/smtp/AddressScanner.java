package io.signetmail.smtp;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Recursive descent over the path grammar of RFC 5321 §4.1.2 with the additions of RFC 6531 §3.3.
///
/// A method returns null when the text at its position is not what it reads; the caller then
/// refuses the whole command, so no position is restored.
final class AddressScanner {
  private final String text;
  private int at;

  AddressScanner(String text) {
    this(text, 0);
  }

  AddressScanner(String text, int start) {
    this.text = text;
    this.at = start;
  }

  boolean atEnd() {
    return at == text.length();
  }

  int position() {
    return at;
  }

  /// `Mailbox`, without brackets.
  @Nullable Mailbox mailbox() {
    int start = at;
    String local = peek() == '"' ? quotedString() : dotString();
    // Quotes and backslashes count: the limit is on what is sent (RFC 5321 §4.5.3.1.1).
    if (local == null || octets(start, at) > Mailbox.MAX_LOCAL_PART || !take('@')) {
      return null;
    }
    int domainStart = at;
    String domain = peek() == '[' ? AddressLiteral.scan(text, at) : domainName();
    if (domain == null) {
      return null;
    }
    at = domainStart + domain.length();
    boolean fits =
        octets(domainStart, at) <= Mailbox.MAX_DOMAIN && octets(start, at) <= Mailbox.MAX_ADDRESS;
    return fits ? new Mailbox(local, domain) : null;
  }

  /// `"<" [ A-d-l ":" ] Mailbox ">"`; the source route is read and dropped (RFC 5321 §3.6.1,
  /// appendix C).
  @Nullable Mailbox path() {
    if (!take('<')) {
      return null;
    }
    if (peek() == '@' && !sourceRoute()) {
      return null;
    }
    var mailbox = mailbox();
    return mailbox != null && take('>') ? mailbox : null;
  }

  /// True when the text goes on with `word`, which is then passed.
  boolean takeIgnoringCase(String word) {
    if (!text.regionMatches(true, at, word, 0, word.length())) {
      return false;
    }
    at += word.length();
    return true;
  }

  private boolean sourceRoute() {
    do {
      if (!take('@') || domainName() == null) {
        return false;
      }
    } while (take(','));
    return take(':');
  }

  private @Nullable String dotString() {
    int start = at;
    do {
      int atom = at;
      while (at < text.length() && isAtext(text.charAt(at))) {
        at++;
      }
      if (at == atom) {
        return null;
      }
    } while (take('.'));
    return text.substring(start, at);
  }

  private @Nullable String quotedString() {
    var content = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return content.toString();
      }
      if (c == '\\') {
        // RFC 6531 §3.3 widens qtextSMTP only: what follows a backslash stays ASCII.
        if (at == text.length() || text.charAt(at) < ' ' || text.charAt(at) > '~') {
          return null;
        }
        c = text.charAt(at++);
      } else if (c < ' ' || c == 0x7F || isC1(c)) {
        return null;
      }
      content.append(c);
    }
    return null;
  }

  private @Nullable String domainName() {
    int start = at;
    do {
      int label = at;
      while (at < text.length() && isLetterDigitHyphen(text.charAt(at))) {
        at++;
      }
      boolean hyphenAtEdge =
          at > label && (text.charAt(label) == '-' || text.charAt(at - 1) == '-');
      if (at == label || hyphenAtEdge || octets(label, at) > 63) {
        return null;
      }
    } while (take('.'));
    return text.substring(start, at);
  }

  private int octets(int from, int to) {
    return text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  boolean take(char c) {
    if (peek() != c || at == text.length()) {
      return false;
    }
    at++;
    return true;
  }

  /// `atext` of RFC 5322 §3.2.3 and UTF8-non-ascii.
  static boolean isAtext(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0
        || (c >= 0x80 && !isC1(c));
  }

  private static boolean isLetterDigitHyphen(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || (c >= 0x80 && !isC1(c));
  }

  /// C1 controls are UTF8-non-ascii by the grammar and have no place in a header or a log.
  private static boolean isC1(char c) {
    return c >= 0x80 && c < 0xA0;
  }
}
