package io.signetmail.signer.keys;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.pem.PemKeys;
import io.signetmail.kit.KeyServiceUrl;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks key-service, `GET /v1/signing-keys`. Private keys pass through here and nowhere into a log:
/// an answer that cannot be used is described without its content.
public final class HttpKeySource implements KeySource {
  private static final int LARGEST_ANSWER = 256 * 1024;

  private final HttpClient http;
  private final KeyServiceSettings settings;
  private final ObjectMapper json;
  private final KeyServiceToken token;
  private final HttpSigning signing;

  /// @throws IllegalArgumentException when the address would show keys to the network
  public HttpKeySource(HttpClient http, KeyServiceSettings settings, ObjectMapper json) {
    var _ = KeyServiceUrl.checked(settings.url(), settings.allowPlainHttp());
    this.http = http;
    this.settings = settings;
    this.json = json;
    this.token = new KeyServiceToken(settings);
    this.signing = new HttpSigning(http, settings, json);
  }

  @Override
  public KeyAnswer find(KeyQuestion question) {
    try {
      var request =
          HttpRequest.newBuilder(address(question))
              .timeout(settings.timeout())
              .header("Accept", "application/json")
              .header("Authorization", "Bearer " + token.read())
              .build();
      var response = BoundedCall.send(http, request, settings.timeout(), LARGEST_ANSWER);
      return response.statusCode() == 200
          ? read(question, response.body())
          : refused(question, response.statusCode());
    } catch (IOException e) {
      return new KeyAnswer.Unavailable(
          "key-service does not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new KeyAnswer.Unavailable("interrupted while asking key-service");
    }
  }

  /// A question without user is about mail of the platform itself. When key-service has no answer
  /// to such a question (4xx), asking again does not help and there is no key; a wrong token or too
  /// many questions are not about the question.
  private static KeyAnswer refused(KeyQuestion question, int status) {
    boolean aboutUs = status == 401 || status == 408 || status == 429;
    return question.user().isEmpty() && status / 100 == 4 && !aboutUs
        ? new KeyAnswer.NoKey("key-service answered " + status)
        : new KeyAnswer.Unavailable("key-service answered " + status);
  }

  private URI address(KeyQuestion question) {
    var user =
        question.user().isEmpty()
            ? ""
            : "user=" + URLEncoder.encode(question.user(), StandardCharsets.UTF_8) + "&";
    return settings
        .url()
        .resolve(
            "/v1/signing-keys?"
                + user
                + "domain="
                + URLEncoder.encode(question.domain().toString(), StandardCharsets.UTF_8));
  }

  private KeyAnswer read(KeyQuestion question, byte[] body) throws IOException {
    Answer answer;
    try {
      answer = json.readValue(body, Answer.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException _) {
      // Its message would quote the body, and the body holds keys.
      return new KeyAnswer.Unavailable("key-service answered something that is not its JSON");
    }
    if (answer.remote() != null && !answer.remote().isEmpty()) {
      return remote(question, answer.remote());
    }
    if (answer.keys() == null || answer.keys().isEmpty()) {
      return new KeyAnswer.NoKey(answer.reason() == null ? "no active key" : answer.reason());
    }
    var keys = new ArrayList<SigningKey>();
    for (var key : answer.keys()) {
      if (key.domain() == null || key.selector() == null || key.privateKey() == null) {
        return new KeyAnswer.Unavailable("key-service answered a key with a part missing");
      }
      var domain = DomainName.parse(key.domain());
      var selector = Selector.parse(key.selector());
      if (domain.isEmpty() || selector.isEmpty()) {
        return new KeyAnswer.Unavailable("key-service answered a key with a malformed name");
      }
      var readable = PemKeys.signingKey(domain.get(), selector.get(), key.privateKey());
      if (readable.isEmpty()) {
        return new KeyAnswer.Unavailable(
            "key " + selector.get() + " of " + domain.get() + " cannot be read");
      }
      keys.add(readable.get());
    }
    return new KeyAnswer.Keys(keys);
  }

  /// Keys that never leave key-service: they sign there.
  private KeyAnswer remote(KeyQuestion question, List<Remote> named) {
    var keys = new ArrayList<SigningKey>();
    for (var key : named) {
      if (key.domain() == null || key.selector() == null || key.algorithm() == null) {
        return new KeyAnswer.Unavailable("key-service answered a key with a part missing");
      }
      var domain = DomainName.parse(key.domain());
      var selector = Selector.parse(key.selector());
      var algorithm = Algorithm.parse(key.algorithm());
      if (domain.isEmpty() || selector.isEmpty() || algorithm.isEmpty()) {
        return new KeyAnswer.Unavailable("key-service answered a key with a malformed name");
      }
      var keeper = new KeyServiceKey(signing, question, key.selector(), algorithm.get());
      keys.add(SigningKey.of(domain.get(), selector.get(), keeper));
    }
    return new KeyAnswer.Keys(keys);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(
      @Nullable List<Key> keys, @Nullable String reason, @Nullable List<Remote> remote) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Remote(
      @Nullable String selector, @Nullable String domain, @Nullable String algorithm) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Key(
      @Nullable String selector, @Nullable String domain, @Nullable String privateKey) {
    @Override
    public String toString() {
      return selector + " of " + domain;
    }
  }
}
