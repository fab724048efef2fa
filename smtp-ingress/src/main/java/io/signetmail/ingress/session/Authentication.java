package io.signetmail.ingress.session;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.sasl.ChannelBindings;
import io.signetmail.ingress.sasl.ScramServer;
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
  private long loginAsOf;
  private @Nullable AuthExchange exchange;

  Authentication(SessionPorts ports, Patience patience) {
    this.ports = ports;
    this.patience = patience;
  }

  /// The user, once known.
  Optional<Login.Granted> login() {
    return login;
  }

  /// False when what the user may do has changed since they logged in: a removed user, another
  /// password, a grant taken away. Costs nothing while nothing changes.
  boolean stillStands() {
    long now = ports.accounts().changes();
    if (login.isPresent() && loginAsOf != now) {
      if (!ports.accounts().stands(login.get(), loginAsOf)) {
        return false;
      }
      loginAsOf = now;
    }
    return true;
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
  Step begin(
      String mechanism,
      Optional<String> initialResponse,
      InetAddress client,
      ChannelBindings bindings) {
    var started = AuthExchange.of(mechanism, bindings);
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
    long before = ports.accounts().changes();
    return switch (ports.accounts().trusted(SaslName.prepared(user))) {
      case Login.Granted granted -> {
        login = Optional.of(granted);
        loginAsOf = before;
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
        yield check(SaslName.prepared(user), password, client);
      }
      case Progress.Lookup(var opening) -> lookUp(opening, client);
      case Progress.Proven(var granted) -> {
        exchange = null;
        login = Optional.of(granted);
        yield new Step.Say(Replies.AUTHENTICATED);
      }
      case Progress.Wrong(var user) -> {
        exchange = null;
        ports.throttle().failed(client, user);
        yield patience.failedLogin();
      }
    };
  }

  private Step lookUp(ScramServer.Opening opening, InetAddress client) {
    var user = SaslName.prepared(opening.user());
    if (!ports.throttle().allows(client, user)) {
      exchange = null;
      return patience.over(Limit.FAILED_LOGINS, Replies.TOO_MANY_FAILED_LOGINS);
    }
    loginAsOf = ports.accounts().changes();
    return switch (ports.scram().of(user)) {
      case ScramOffer.Ready ready when exchange instanceof ScramExchange scram ->
          progress(scram.found(opening, user, ready), client);
      case ScramOffer.Ready _ -> patience.error(Replies.AUTH_BAD_RESPONSE);
      case ScramOffer.Unavailable _ -> {
        exchange = null;
        yield patience.error(Replies.CANNOT_CHECK_CREDENTIALS);
      }
    };
  }

  private Step check(String user, String password, InetAddress client) {
    if (!ports.throttle().allows(client, user)) {
      return patience.over(Limit.FAILED_LOGINS, Replies.TOO_MANY_FAILED_LOGINS);
    }
    long before = ports.accounts().changes();
    return switch (ports.accounts().login(user, password)) {
      case Login.Granted granted -> {
        login = Optional.of(granted);
        loginAsOf = before;
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
