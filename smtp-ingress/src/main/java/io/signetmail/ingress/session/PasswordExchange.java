package io.signetmail.ingress.session;

import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// PLAIN (RFC 4616) or LOGIN (draft-murchison-sasl-login): the password itself is sent. One thread.
final class PasswordExchange implements AuthExchange {
  private static final Reply ASK_USER = Reply.plain(334, "VXNlcm5hbWU6"); // "Username:"
  private static final Reply ASK_PASSWORD = Reply.plain(334, "UGFzc3dvcmQ6"); // "Password:"

  private enum Mechanism {
    PLAIN,
    LOGIN
  }

  private final Mechanism mechanism;
  private @Nullable String user;

  private PasswordExchange(Mechanism mechanism) {
    this.mechanism = mechanism;
  }

  static Optional<AuthExchange> of(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> Optional.of(new PasswordExchange(Mechanism.PLAIN));
      case "LOGIN" -> Optional.of(new PasswordExchange(Mechanism.LOGIN));
      default -> Optional.empty();
    };
  }

  @Override
  public Reply firstChallenge() {
    return mechanism == Mechanism.PLAIN ? Replies.CHALLENGE : ASK_USER;
  }

  @Override
  public Progress response(String text) {
    return switch (mechanism) {
      case PLAIN -> plain(text);
      case LOGIN -> login(text);
    };
  }

  /// RFC 4616 §2: `[authzid] NUL authcid NUL passwd`; acting for somebody else is not possible.
  private static Progress plain(String text) {
    var parts = text.split("\0", -1);
    boolean valid =
        parts.length == 3
            && (parts[0].isEmpty() || parts[0].equals(parts[1]))
            && usable(parts[1], parts[2]);
    return valid
        ? new Progress.Credentials(parts[1], parts[2])
        : new Progress.Failed(Replies.AUTH_BAD_RESPONSE);
  }

  private Progress login(String text) {
    if (user == null) {
      user = text;
      return new Progress.Ask(ASK_PASSWORD);
    }
    return usable(user, text)
        ? new Progress.Credentials(user, text)
        : new Progress.Failed(Replies.AUTH_BAD_RESPONSE);
  }

  private static boolean usable(String user, String password) {
    return !user.isEmpty()
        && user.length() <= 255
        && !password.isEmpty()
        && password.length() <= 1024
        && user.chars().noneMatch(Character::isISOControl)
        && password.indexOf('\0') < 0;
  }
}
