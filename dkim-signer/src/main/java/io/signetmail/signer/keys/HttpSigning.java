package io.signetmail.signer.keys;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.RemoteKeyUnavailable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.InvalidKeyException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Has key-service sign a digest, `POST /v1/sign`.
///
/// What key-service will not sign now, for whatever reason, is unavailable: the message waits and
/// is tried again, because a grant or a key may come back.
final class HttpSigning {
  private static final int LARGEST_ANSWER = 16 * 1024;

  private final HttpClient http;
  private final KeyServiceSettings settings;
  private final KeyServiceToken token;
  private final ObjectMapper json;

  HttpSigning(HttpClient http, KeyServiceSettings settings, ObjectMapper json) {
    this.http = http;
    this.settings = settings;
    this.token = new KeyServiceToken(settings);
    this.json = json;
  }

  private record Order(
      String user, String domain, String selector, String algorithm, String digest) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Answer(@Nullable String signature) {}

  byte[] sign(KeyQuestion question, String selector, Algorithm algorithm, byte[] sha256)
      throws InvalidKeyException {
    var order =
        new Order(
            question.user(),
            question.domain().toString(),
            selector,
            algorithm.tag(),
            Base64.getEncoder().encodeToString(sha256));
    try {
      var response = BoundedCall.send(http, request(order), settings.timeout(), LARGEST_ANSWER);
      if (response.statusCode() != 200) {
        throw new RemoteKeyUnavailable(
            "key-service answered %d when asked to sign with %s"
                .formatted(response.statusCode(), selector));
      }
      return signature(response.body());
    } catch (IOException e) {
      throw new RemoteKeyUnavailable("key-service does not sign: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new RemoteKeyUnavailable("interrupted while key-service signed");
    }
  }

  private HttpRequest request(Order order) throws IOException {
    return HttpRequest.newBuilder(settings.url().resolve("/v1/sign"))
        .timeout(settings.timeout())
        .header("Accept", "application/json")
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token.read())
        .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(order)))
        .build();
  }

  private byte[] signature(byte[] body) throws IOException {
    var signature = json.readValue(body, Answer.class).signature();
    if (signature == null) {
      throw new RemoteKeyUnavailable("key-service answered without a signature");
    }
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException _) {
      throw new RemoteKeyUnavailable("key-service answered something that is no signature");
    }
  }
}
