package io.signetmail.ingress.milter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.RemoteKey;
import io.signetmail.auth.dkim.RemoteKeyUnavailable;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dns.DomainName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keys that stay in key-service: `GET /v1/signing-keys/explain` names them, `POST /v1/sign` signs
/// with them. No private key ever comes here, whatever the domain's mode. Thread-safe, blocking.
///
/// What key-service will not sign now, for whatever reason, is unavailable: the message is sent
/// again, because a grant or a key may come back.
public final class KeyServiceSigning implements SigningKeys {
  private static final Duration CONNECT_TIME = Duration.ofSeconds(3);

  /// Two of them, and the login, stay below the 30 s an MTA waits for a filter.
  private static final Duration ANSWER_TIME = Duration.ofSeconds(5);

  private static final int LARGEST_ANSWER = 256 * 1024;

  private final ObjectMapper json =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIME)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI base;
  private final Supplier<Optional<String>> token;

  /// Asks the service at `base`; the token, of role signer, is read anew for every question.
  public KeyServiceSigning(URI base, Supplier<Optional<String>> token) {
    var root = base.toString();
    this.base = URI.create(root.endsWith("/") ? root : root + "/");
    this.token = token;
  }

  private record Explanation(
      @Nullable List<String> signs, @Nullable String reason, @Nullable List<Step> steps) {}

  private record Step(@Nullable String domain, @Nullable List<Key> keys) {}

  private record Key(@Nullable String selector, @Nullable String algorithm) {}

  private record Order(
      String user, String domain, String selector, String algorithm, String digest) {}

  private record Signature(@Nullable String signature) {}

  @Override
  public Answer find(String user, DomainName author) {
    var query = "v1/signing-keys/explain?user=" + encoded(user) + "&domain=" + author;
    try {
      var response = ask(HttpRequest.newBuilder(base.resolve(query)).GET());
      return response.statusCode() == 200
          ? read(user, author, json.readValue(response.body(), Explanation.class))
          : new Answer.Unavailable("key-service answered " + response.statusCode());
    } catch (JsonProcessingException _) {
      return new Answer.Unavailable("key-service's answer is not the JSON it should be");
    } catch (IOException e) {
      return new Answer.Unavailable("key-service: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.Unavailable("interrupted");
    }
  }

  /// The last step is the domain that decided; `signs` names its keys as DNS does.
  private Answer read(String user, DomainName author, Explanation answer) {
    var steps = answer.steps();
    var signs = answer.signs();
    if (signs == null || signs.isEmpty()) {
      return new Answer.NoKey(answer.reason() == null ? "no-key" : answer.reason());
    }
    var last = steps == null || steps.isEmpty() ? new Step(null, null) : steps.getLast();
    var shown = last.keys();
    if (shown == null) {
      return new Answer.Unavailable("key-service names keys it does not show");
    }
    var domain = DomainName.parse(String.valueOf(last.domain()));
    var keys = new ArrayList<SigningKey>();
    for (var key : shown) {
      var selector = Selector.parse(String.valueOf(key.selector()));
      var algorithm = algorithm(key.algorithm());
      if (domain.isEmpty() || selector.isEmpty() || algorithm.isEmpty()) {
        return new Answer.Unavailable("key-service answered a key with a malformed name");
      }
      if (signs.contains(selector.get() + "._domainkey." + domain.get())) {
        var keeper = new Kept(user, author, selector.get(), algorithm.get());
        keys.add(SigningKey.of(domain.get(), selector.get(), keeper));
      }
    }
    return keys.size() == signs.size()
        ? new Answer.Keys(keys)
        : new Answer.Unavailable("key-service names keys it does not show");
  }

  /// key-service says `rsa-2048` and `ed25519`.
  private static Optional<Algorithm> algorithm(@Nullable String name) {
    if (name == null) {
      return Optional.empty();
    }
    int dash = name.indexOf('-');
    return Algorithm.parse((dash < 0 ? name : name.substring(0, dash)) + "-sha256");
  }

  private byte[] sign(Kept key, byte[] sha256) {
    var order =
        new Order(
            key.user,
            key.author.toString(),
            key.selector.toString(),
            key.algorithm.tag(),
            Base64.getEncoder().encodeToString(sha256));
    try {
      var response =
          ask(
              HttpRequest.newBuilder(base.resolve("v1/sign"))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(order))));
      if (response.statusCode() != 200) {
        throw new RemoteKeyUnavailable(
            "key-service answered " + response.statusCode() + " when asked to sign with " + key);
      }
      var signature = json.readValue(response.body(), Signature.class).signature();
      if (signature == null) {
        throw new RemoteKeyUnavailable("key-service answered without a signature");
      }
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException _) {
      throw new RemoteKeyUnavailable("key-service answered something that is no signature");
    } catch (IOException e) {
      throw new RemoteKeyUnavailable("key-service does not sign: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RemoteKeyUnavailable("interrupted while key-service signed");
    }
  }

  /// The timeout of the JDK's client stops at the headers; this one counts until the last octet.
  private HttpResponse<byte[]> ask(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    request.timeout(ANSWER_TIME).header("Accept", "application/json");
    token.get().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    var pending =
        http.sendAsync(
            request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      return pending.get(ANSWER_TIME.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new IOException("no complete answer within " + ANSWER_TIME);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      pending.cancel(true); // closes the connection of an exchange that is not over
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// One key, for the one user and author it was found for.
  @SuppressWarnings("serial") // a PrivateKey is Serializable, this one is never written anywhere
  private final class Kept implements RemoteKey {
    private final String user;
    private final DomainName author;
    private final Selector selector;
    private final Algorithm algorithm;

    private Kept(String user, DomainName author, Selector selector, Algorithm algorithm) {
      this.user = user;
      this.author = author;
      this.selector = selector;
      this.algorithm = algorithm;
    }

    @Override
    public Algorithm signatureAlgorithm() {
      return algorithm;
    }

    @Override
    public byte[] sign(byte[] sha256) {
      return KeyServiceSigning.this.sign(this, sha256);
    }

    @Override
    public String toString() {
      return selector.toString();
    }
  }
}
