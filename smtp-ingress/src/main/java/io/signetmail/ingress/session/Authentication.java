package io.signetmail.ingress.session;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.AuthExchange.Progress;
import io.signetmail.smtp.Replies;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who the client of one session is, and the exchange that finds it out (RFC 4954). One thread.
final class Authentication {
  private final SessionPorts ports;
  private final Patience patience;
  private Optional<Login.Granted> login = Optional.empty();
  private boolean forOneMail;
  private @Nullable AuthExchange exchange;

  Authentication(SessionPorts ports, Patience patience) {
    this.ports = ports;
    this.patience = patience;
  }

  /// The user, once known.
  Optional<Login.Granted> login() {
    return login;
  }

  /// True while the client's next line is a response, not a command.
  boolean inExchange() {
    return exchange != null;
  }

  /// Ends an exchange that is going on, and forgets a user who was named for one message.
  void abandon() {
    exchange = null;
    if (forOneMail) {
      login = Optional.empty();
      forOneMail = false;
    }
  }

  /// Nobody is logged in any more.
  void forget() {
    exchange = null;
    login = Optional.empty();
  }

  /// AUTH, where it is allowed.
  Step begin(String mechanism, Optional<String> initialResponse, InetAddress client) {
    var started = AuthExchange.of(mechanism);
    if (started.isEmpty()) {
      return patience.error(Replies.UNKNOWN_MECHANISM);
    }
    exchange = started.get();
    return progress(exchange.start(initialResponse), client);
  }

  /// A response.
  Step response(String line, InetAddress client) {
    return exchange == null
        ? patience.error(Replies.UNKNOWN_COMMAND)
        : progress(exchange.next(line), client);
  }

  /// A trusted MTA names the user of the message that begins (RFC 4954 §5); empty when that is
  /// fine.
  Optional<Step> vouchedForOneMail(String user) {
    var obstacle = vouched(user);
    forOneMail = obstacle.isEmpty();
    return obstacle;
  }

  /// A trusted MTA vouches for a user; empty when that is fine.
  Optional<Step> vouched(String user) {
    return switch (ports.accounts().trusted(user)) {
      case Login.Granted granted -> {
        login = Optional.of(granted);
        yield Optional.empty();
      }
      case Login.Denied _ -> Optional.of(patience.error(Replies.BAD_CREDENTIALS));
      case Login.Unavailable _ -> Optional.of(patience.error(Replies.CANNOT_CHECK_CREDENTIALS));
    };
  }

  private Step progress(Progress progress, InetAddress client) {
    return switch (progress) {
      case Progress.Ask(var reply) -> new Step.Say(reply);
      case Progress.Failed(var reply) -> {
        exchange = null;
        yield patience.error(reply);
      }
      case Progress.Credentials(var user, var password) -> {
        exchange = null;
        yield check(user, password, client);
      }
    };
  }

  private Step check(String user, String password, InetAddress client) {
    if (!ports.throttle().allows(client, user)) {
      return patience.over(Limit.FAILED_LOGINS, Replies.TOO_MANY_FAILED_LOGINS);
    }
    return switch (ports.accounts().login(user, password)) {
      case Login.Granted granted -> {
        login = Optional.of(granted);
        yield new Step.Say(Replies.AUTHENTICATED);
      }
      case Login.Denied _ -> {
        ports.throttle().failed(client, user);
        yield patience.failedLogin();
      }
      case Login.Unavailable _ -> patience.error(Replies.CANNOT_CHECK_CREDENTIALS);
    };
  }
}
