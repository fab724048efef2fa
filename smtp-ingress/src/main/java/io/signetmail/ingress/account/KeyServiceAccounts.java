package io.signetmail.ingress.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.ingress.session.Login;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks key-service, `POST /v1/credentials/verify` and `GET /v1/users/{user}/grants`. Thread-safe,
/// blocking; the password is in the request body and nowhere else.
public final class KeyServiceAccounts implements Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(KeyServiceAccounts.class);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(3);
  private static final Duration ANSWER_TIME = Duration.ofSeconds(10);

  private final ObjectMapper json =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIME)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI base;
  private final Supplier<Optional<String>> token;

  /// Asks the service at `base`; the token is read anew for every question, so its file can be
  /// replaced.
  public KeyServiceAccounts(URI base, Supplier<Optional<String>> token) {
    var root = base.toString();
    this.base = URI.create(root.endsWith("/") ? root : root + "/");
    this.token = token;
  }

  private record Question(String user, String password) {
    @Override
    public String toString() {
      return "Question[" + user + "]";
    }
  }

  private record Answer(boolean valid, @Nullable List<String> domains) {}

  private record Grants(@Nullable List<String> domains) {}

  @Override
  public Login login(String user, String password) {
    try {
      var question = json.writeValueAsBytes(new Question(user, password));
      var response = ask(base.resolve("v1/credentials/verify"), "POST", question);
      return response.statusCode() == 200
          ? login(user, json.readValue(response.body(), Answer.class))
          : unavailable("key-service answered " + response.statusCode());
    } catch (JsonProcessingException _) {
      return unavailable("key-service's answer is not the JSON it should be");
    } catch (IOException e) {
      return unavailable(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unavailable("interrupted");
    }
  }

  @Override
  public Login trusted(String user) {
    var encoded = URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
    try {
      var response = ask(base.resolve("v1/users/" + encoded + "/grants"), "GET", new byte[0]);
      return switch (response.statusCode()) {
        case 200 ->
            login(user, new Answer(true, json.readValue(response.body(), Grants.class).domains()));
        case 404 -> new Login.Denied();
        default -> unavailable("key-service answered " + response.statusCode());
      };
    } catch (JsonProcessingException _) {
      return unavailable("key-service's answer is not the JSON it should be");
    } catch (IOException e) {
      return unavailable(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return unavailable("interrupted");
    }
  }

  private HttpResponse<byte[]> ask(URI uri, String method, byte[] body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(ANSWER_TIME)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    token.get().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static Login login(String user, Answer answer) {
    if (!answer.valid()) {
      return new Login.Denied();
    }
    var domains = answer.domains() == null ? List.<String>of() : answer.domains();
    return new Login.Granted(
        user,
        domains.stream().flatMap(d -> DomainName.parse(d).stream()).collect(Collectors.toSet()));
  }

  private static Login unavailable(String reason) {
    LOG.warn("credentials cannot be checked: {}", reason);
    return new Login.Unavailable(reason);
  }
}
