package io.signetmail.ingress.recipient;

import io.signetmail.smtp.Mailbox;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks an HTTP service of the platform: 200 or 204 is known, 404 or 410 is not, anything else is
/// no answer. Thread-safe.
public final class HttpDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(HttpDirectory.class);

  /// Stands for the address in the setting.
  public static final String PLACE = "{address}";

  private final HttpClient http;
  private final String template;
  private final Duration wait;
  private final Supplier<Optional<String>> token;

  /// @param template URL with {@link #PLACE} where the address goes
  /// @param token bearer token, read anew for every question
  /// @throws IllegalArgumentException when the template is no URL with that place
  public HttpDirectory(String template, Duration wait, Supplier<Optional<String>> token) {
    if (!template.contains(PLACE)) {
      throw new IllegalArgumentException(
          "signet.mx.recipients.url has no " + PLACE + ": " + template);
    }
    var _ = URI.create(template.replace(PLACE, "a"));
    this.template = template;
    this.wait = wait;
    this.token = token;
    this.http =
        HttpClient.newBuilder().connectTimeout(wait).version(HttpClient.Version.HTTP_1_1).build();
  }

  @Override
  public Presence look(Mailbox mailbox) {
    var encoded = URLEncoder.encode(mailbox.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    var request = HttpRequest.newBuilder(URI.create(template.replace(PLACE, encoded)));
    token.get().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    try {
      var status =
          http.send(request.timeout(wait).GET().build(), BodyHandlers.discarding()).statusCode();
      return switch (status) {
        case 200, 204 -> new Presence.Known();
        case 404, 410 -> Presence.Unknown.NO_SUCH_MAILBOX;
        default -> unreachable("answered " + status);
      };
    } catch (IOException e) {
      return unreachable(e.toString());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Presence.Unreachable("interrupted");
    }
  }

  private static Presence unreachable(String reason) {
    LOG.warn("recipients cannot be checked by HTTP: {}", reason);
    return new Presence.Unreachable(reason);
  }
}
