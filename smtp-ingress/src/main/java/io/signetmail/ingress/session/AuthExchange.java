package io.signetmail.ingress.session;

import io.signetmail.ingress.sasl.ChannelBindings;
import io.signetmail.ingress.sasl.ScramServer;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One AUTH exchange (RFC 4954 §4). One thread.
sealed interface AuthExchange permits PasswordExchange, ScramExchange {

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

    /// SCRAM goes on once the user is looked up.
    record Lookup(ScramServer.Opening opening) implements Progress {}

    /// The user has proven to know the password.
    record Proven(Login.Granted login) implements Progress {}

    /// The proof was wrong, or there is no such user.
    record Wrong(String user) implements Progress {}
  }

  /// Mechanisms as EHLO lists them (RFC 4954 §3).
  static List<String> mechanisms(ChannelBindings bindings) {
    return bindings.any()
        ? List.of("PLAIN", "LOGIN", ScramServer.NAME, ScramServer.PLUS)
        : List.of("PLAIN", "LOGIN", ScramServer.NAME);
  }

  /// Starts a mechanism; empty when it is not offered on a connection with these bindings.
  static Optional<AuthExchange> of(String mechanism, ChannelBindings bindings) {
    if (!mechanisms(bindings).contains(mechanism)) {
      return Optional.empty();
    }
    return switch (mechanism) {
      case ScramServer.NAME -> Optional.of(new ScramExchange(false, bindings));
      case ScramServer.PLUS -> Optional.of(new ScramExchange(true, bindings));
      default -> PasswordExchange.of(mechanism);
    };
  }

  /// What to say when AUTH itself carried no response.
  Reply firstChallenge();

  /// A response of the client, its base64 taken off.
  Progress response(String text);

  /// The first step, with what AUTH itself carried.
  default Progress start(Optional<String> initialResponse) {
    if (initialResponse.isPresent()) {
      // RFC 4954 §4: "=" is an empty initial response.
      return next(initialResponse.get().equals("=") ? "" : initialResponse.get());
    }
    return new Progress.Ask(firstChallenge());
  }

  /// The next line of the client.
  default Progress next(String line) {
    if (line.equals("*")) {
      return new Progress.Failed(Replies.AUTH_CANCELLED); // RFC 4954 §4
    }
    try {
      return response(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return new Progress.Failed(Replies.AUTH_NOT_BASE64);
    }
  }
}
