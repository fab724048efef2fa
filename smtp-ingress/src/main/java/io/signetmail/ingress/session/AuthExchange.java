package io.signetmail.ingress.session;

import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One AUTH exchange (RFC 4954 §4): PLAIN (RFC 4616) or LOGIN (draft-murchison-sasl-login). One
/// thread.
final class AuthExchange {
  private static final Reply ASK_USER = Reply.plain(334, "VXNlcm5hbWU6"); // "Username:"
  private static final Reply ASK_PASSWORD = Reply.plain(334, "UGFzc3dvcmQ6"); // "Password:"

  /// What a line of the exchange led to.
  sealed interface Progress {
    /// Ask for another line.
    record Ask(Reply reply) implements Progress {}

    /// The exchange is over without credentials.
    record Failed(Reply reply) implements Progress {}

    /// Credentials to check.
    record Credentials(String user, String password) implements Progress {
      @Override
      public String toString() {
        return "Credentials[user=" + user + "]";
      }
    }
  }

  private enum Mechanism {
    PLAIN,
    LOGIN
  }

  private final Mechanism mechanism;
  private @Nullable String user;

  private AuthExchange(Mechanism mechanism) {
    this.mechanism = mechanism;
  }

  /// Starts a mechanism; empty when it is not offered.
  static Optional<AuthExchange> of(String mechanism) {
    return switch (mechanism) {
      case "PLAIN" -> Optional.of(new AuthExchange(Mechanism.PLAIN));
      case "LOGIN" -> Optional.of(new AuthExchange(Mechanism.LOGIN));
      default -> Optional.empty();
    };
  }

  /// The first step, with what AUTH itself carried.
  Progress start(Optional<String> initialResponse) {
    if (initialResponse.isPresent()) {
      // RFC 4954 §4: "=" is an empty initial response.
      return next(initialResponse.get().equals("=") ? "" : initialResponse.get());
    }
    return new Progress.Ask(mechanism == Mechanism.PLAIN ? Replies.CHALLENGE : ASK_USER);
  }

  /// The next line of the client.
  Progress next(String line) {
    if (line.equals("*")) {
      return new Progress.Failed(Replies.AUTH_CANCELLED); // RFC 4954 §4
    }
    byte[] response;
    try {
      response = Base64.getDecoder().decode(line);
    } catch (IllegalArgumentException _) {
      return new Progress.Failed(Replies.AUTH_NOT_BASE64);
    }
    var text = new String(response, StandardCharsets.UTF_8);
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
