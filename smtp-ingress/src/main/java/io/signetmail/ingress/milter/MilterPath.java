package io.signetmail.ingress.milter;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// An address of MAIL or RCPT as the MTA let it through. MTAs are more forgiving than our own
/// listener, so it need not be one that RFC 5321 knows; it only must not do harm.
///
/// @param text without angle brackets; empty for the null path
record MilterPath(String text) {
  /// RFC 5321 §4.5.3.1.3 says 256; UTF-8 and forgiving MTAs have more.
  private static final int LONGEST = 1000;

  /// Empty when it holds a control character or is too long.
  static Optional<MilterPath> of(String path) {
    boolean bracketed = path.startsWith("<") && path.endsWith(">") && path.length() > 1;
    var text = bracketed ? path.substring(1, path.length() - 1) : path;
    boolean harmless =
        text.length() <= LONGEST && text.chars().noneMatch(c -> Character.isISOControl(c));
    return harmless ? Optional.of(new MilterPath(text)) : Optional.empty();
  }

  /// The domain, when it has a valid one.
  Optional<DomainName> domain() {
    int at = text.lastIndexOf('@');
    return at < 0 ? Optional.empty() : DomainName.parse(text.substring(at + 1));
  }
}
