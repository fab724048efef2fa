package io.signetmail.ingress.session;

import io.signetmail.ingress.sasl.ChannelBindings;
import io.signetmail.ingress.sasl.ScramServer;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SCRAM-SHA-256, with or without channel binding, as SMTP carries it: both ends prove what they
/// know, and the last word of the server is a challenge that the client answers with nothing (RFC
/// 4954 §4). One thread.
final class ScramExchange implements AuthExchange {
  private final boolean plus;
  private final ChannelBindings bindings;
  private @Nullable String user;
  private @Nullable ScramServer server;
  private Optional<Login.Granted> login = Optional.empty();
  private boolean proven;

  ScramExchange(boolean plus, ChannelBindings bindings) {
    this.plus = plus;
    this.bindings = bindings;
  }

  @Override
  public Reply firstChallenge() {
    return Replies.CHALLENGE;
  }

  @Override
  public Progress response(String text) {
    var running = server;
    if (running == null) {
      return ScramServer.open(text, plus, bindings)
          .<Progress>map(Progress.Lookup::new)
          .orElse(new Progress.Failed(Replies.AUTH_BAD_RESPONSE));
    }
    if (!proven) {
      return proof(running, text);
    }
    return text.isEmpty() && login.isPresent()
        ? new Progress.Proven(login.get())
        : new Progress.Failed(Replies.AUTH_BAD_RESPONSE);
  }

  /// The user was looked up.
  Progress found(ScramServer.Opening opening, String preparedName, ScramOffer.Ready offer) {
    var running = opening.with(offer.secrets(), offer.nonce());
    user = preparedName;
    login = offer.login();
    server = running;
    return challenge(running.serverFirst());
  }

  private Progress proof(ScramServer running, String text) {
    var last = running.finish(text);
    if (last.isEmpty() || login.isEmpty()) {
      return new Progress.Wrong(String.valueOf(user));
    }
    proven = true;
    return challenge(last.get());
  }

  private static Progress challenge(String text) {
    var encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new Progress.Ask(Reply.plain(334, encoded));
  }
}
