package io.signetmail.auth.spf;

/// The MAIL FROM argument. Text as the client gave it: a bad domain is SPF's to judge (RFC 7208
/// §4.3), not ours to refuse.
public sealed interface ReversePath {
  /// `<>`: notifications (RFC 5321 §4.5.5).
  record Null() implements ReversePath {
    @Override
    public String toString() {
      return "";
    }
  }

  record Mailbox(String localPart, String domain) implements ReversePath {
    @Override
    public String toString() {
      return localPart + '@' + domain;
    }
  }

  ReversePath NULL = new Null();

  /// Reads `user@domain`, with or without angle brackets and source route; nothing is the null
  /// path.
  static ReversePath parse(String text) {
    var path = text;
    if (path.startsWith("<") && path.endsWith(">")) {
      path = path.substring(1, path.length() - 1);
    }
    if (path.isEmpty()) {
      return NULL;
    }
    int routeEnd = path.indexOf(':');
    if (path.charAt(0) == '@' && routeEnd > 0) {
      path = path.substring(routeEnd + 1); // RFC 5321 appendix C: ignore the source route
    }
    int at = path.lastIndexOf('@');
    return at < 0
        ? new Mailbox("", path)
        : new Mailbox(path.substring(0, at), path.substring(at + 1));
  }
}
