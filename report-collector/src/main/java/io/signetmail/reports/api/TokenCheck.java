package io.signetmail.reports.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.kit.KeyServiceUrl;
import io.signetmail.reports.CollectorSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks key-service what a token may do, and remembers the answer for 30 seconds.
///
/// Tokens are remembered by their hash, good and bad ones apart, so that bad ones never crowd out
/// the good. An address that tries many unknown ones is not asked about for a while, and no more
/// than {@value #MOST_AT_ONCE} questions are under way at once. Any thread.
@ApplicationScoped
class TokenCheck {
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_AT_ONCE = 16;

  /// Longer than any token key-service makes or takes.
  private static final int MAX_TOKEN_CHARS = 512;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI introspection;
  private final Optional<String> developmentToken;
  private final ObjectMapper json;
  private final InstantSource clock = InstantSource.system();
  private final Map<String, Known> good = new ConcurrentHashMap<>();
  private final Map<String, Known> bad = new ConcurrentHashMap<>();
  private final FailureLimit failures = new FailureLimit(clock);
  private final Semaphore questions = new Semaphore(MOST_AT_ONCE);

  TokenCheck(CollectorSettings settings, ObjectMapper json) {
    this.introspection =
        KeyServiceUrl.checked(settings.keyService().url(), settings.keyService().allowPlainHttp())
            .resolve("/v1/tokens/introspect");
    this.developmentToken = settings.apiToken().filter(token -> !token.isBlank());
    this.json = json;
  }

  private record Known(@Nullable Caller caller, Instant until) {}

  /// Null when the token is worth nothing.
  ///
  /// @param address of the client
  /// @throws Problem 503 when key-service does not answer, 429 when the address has tried too many
  @Nullable Caller callerOf(String token, String address) {
    if (developmentToken.filter(own -> isSame(own, token)).isPresent()) {
      return new Caller("admin", Set.of());
    }
    if (token.length() > MAX_TOKEN_CHARS) {
      return null;
    }
    var hash = sha256(token);
    var remembered = good.containsKey(hash) ? good.get(hash) : bad.get(hash);
    if (remembered != null && clock.instant().isBefore(remembered.until())) {
      return remembered.caller();
    }
    if (!failures.mayTry(address)) {
      throw new Problem(429, "too-many-requests", "too many unknown tokens; try again later");
    }
    var caller = ask(token);
    if (caller == null) {
      remember(bad, hash, null);
    } else {
      failures.forgive(address);
      remember(good, hash, caller);
    }
    return caller;
  }

  private void remember(Map<String, Known> known, String hash, @Nullable Caller caller) {
    if (known.size() >= MOST_REMEMBERED) {
      known.clear();
    }
    known.put(hash, new Known(caller, clock.instant().plus(REMEMBERED)));
  }

  private @Nullable Caller ask(String token) {
    try {
      if (!questions.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw unavailable();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
    try {
      return introspect(token);
    } finally {
      questions.release();
    }
  }

  private @Nullable Caller introspect(String token) {
    try {
      var body = json.writeValueAsString(Map.of("token", token));
      var request =
          HttpRequest.newBuilder(introspection)
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + token)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 401 || response.statusCode() == 403) {
        return null;
      }
      if (response.statusCode() != 200) {
        throw unavailable();
      }
      return caller(json.readTree(response.body()));
    } catch (IOException | IllegalArgumentException _) {
      throw unavailable(); // never the cause: it may quote the token
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private static @Nullable Caller caller(JsonNode answer) {
    if (!answer.path("active").asBoolean(false)) {
      return null;
    }
    var domains = new HashSet<String>();
    answer.path("domains").forEach(domain -> domains.add(domain.asText()));
    return new Caller(answer.path("role").asText(""), domains);
  }

  private static Problem unavailable() {
    return new Problem(503, "key-service", "key-service does not answer; try again");
  }

  private static boolean isSame(String own, String given) {
    return MessageDigest.isEqual(
        own.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(String token) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
