package io.signetmail.ingress.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.sasl.ScramSecrets;
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

/// Asks key-service: `POST /v1/credentials/verify` and `…/scram`, `GET /v1/users/{user}/grants` and
/// `GET /v1/signing-keys/explain`. Thread-safe, blocking; the password is in the request body and
/// nowhere else.
public final class KeyServiceAccounts implements Accounts, ScramSource {
  private static final Logger LOG = LoggerFactory.getLogger(KeyServiceAccounts.class);
  private static final Duration CONNECT_TIME = Duration.ofSeconds(3);

  /// What key-service says to a name or a password that nobody can have.
  private static final int NO_NAME = 400;

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

  private record ScramQuestion(String user) {}

  private record ScramAnswer(
      int iterations,
      @Nullable String salt,
      @Nullable String storedKey,
      @Nullable String serverKey,
      @Nullable List<String> domains) {
    @Override
    public String toString() {
      return "ScramAnswer[secret]";
    }
  }

  private record Explanation(@Nullable List<String> signs, @Nullable String reason) {}

  @Override
  public Login login(String user, String password) {
    try {
      var question = json.writeValueAsBytes(new Question(user, password));
      var response = ask(base.resolve("v1/credentials/verify"), "POST", question);
      return switch (response.statusCode()) {
        case 200 -> login(user, json.readValue(response.body(), Answer.class));
        case NO_NAME -> new Login.Denied();
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

  @Override
  public Login trusted(String user) {
    try {
      var response = ask(base.resolve("v1/users/" + encoded(user) + "/grants"), "GET", new byte[0]);
      return switch (response.statusCode()) {
        case 200 ->
            login(user, new Answer(true, json.readValue(response.body(), Grants.class).domains()));
        case 404, NO_NAME -> new Login.Denied();
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

  @Override
  public RememberedAnswers.Answer<Known> scram(String user) {
    try {
      var question = json.writeValueAsBytes(new ScramQuestion(user));
      var response = ask(base.resolve("v1/credentials/scram"), "POST", question);
      return switch (response.statusCode()) {
        case 200 -> known(user, json.readValue(response.body(), ScramAnswer.class));
        case 404, NO_NAME -> new RememberedAnswers.Answer.No<>("no such user");
        default -> away("key-service answered " + response.statusCode());
      };
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return away("key-service's answer is not the JSON it should be");
    } catch (IOException e) {
      return away(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return away("interrupted");
    }
  }

  private static RememberedAnswers.Answer<Known> known(String user, ScramAnswer answer) {
    var secrets =
        ScramSecrets.decode(
            answer.iterations(),
            String.valueOf(answer.salt()),
            String.valueOf(answer.storedKey()),
            String.valueOf(answer.serverKey()));
    return new RememberedAnswers.Answer.Good<>(new Known(secrets, granted(user, answer.domains())));
  }

  /// Whether a key signs what the user sends as this domain.
  RememberedAnswers.Answer<CachedSenderKeys.Sender> signs(String user, DomainName domain) {
    try {
      var response =
          ask(
              base.resolve(
                  "v1/signing-keys/explain?user="
                      + encoded(user)
                      + "&domain="
                      + encoded(domain.toString())),
              "GET",
              new byte[0]);
      if (response.statusCode() != 200) {
        return away("key-service answered " + response.statusCode());
      }
      var found = json.readValue(response.body(), Explanation.class);
      boolean signs = found.signs() != null && !found.signs().isEmpty();
      return signs
          ? new RememberedAnswers.Answer.Good<>(new CachedSenderKeys.Sender(user, domain))
          : new RememberedAnswers.Answer.No<>(String.valueOf(found.reason()));
    } catch (JsonProcessingException _) {
      return away("key-service's answer is not the JSON it should be");
    } catch (IOException e) {
      return away(e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return away("interrupted");
    }
  }

  private static <V> RememberedAnswers.Answer<V> away(String reason) {
    LOG.warn("key-service cannot be asked: {}", reason);
    return new RememberedAnswers.Answer.Away<>(reason);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
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
    return granted(user, answer.domains());
  }

  private static Login.Granted granted(String user, @Nullable List<String> listed) {
    var domains = listed == null ? List.<String>of() : listed;
    return new Login.Granted(
        user,
        domains.stream().flatMap(d -> DomainName.parse(d).stream()).collect(Collectors.toSet()));
  }

  private static Login unavailable(String reason) {
    LOG.warn("credentials cannot be checked: {}", reason);
    return new Login.Unavailable(reason);
  }
}
