package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/// Asks HashiCorp Vault's transit engine to seal and open data keys: the master key itself is never
/// in this process. Secrets stay here; what travels, inside TLS, is one data key.
final class TransitMasterKey implements MasterKey {
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int BAD_REQUEST = 400;

  private final TransitSettings settings;
  private final URI address;
  private final Path tokenFile;
  private final HttpClient http;
  private final JsonMapper json = JsonMapper.builder().build();

  TransitMasterKey(TransitSettings settings) {
    this.settings = settings;
    this.address = settings.address().orElseThrow();
    this.tokenFile =
        settings
            .tokenFile()
            .orElseThrow(() ->
                new IllegalStateException(
                    "signet.keys.transit.address is set, so signet.keys.transit.token-file must be"
                        + " too"));
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /// The engine and the key, not the address: a server may move.
  @Override
  public byte[] id() {
    return LocalMasterKey.idOf(
        "signet transit key id\n".getBytes(US_ASCII),
        (settings.namespace().orElse("") + "/" + settings.mount() + "/" + settings.key())
            .getBytes(UTF_8));
  }

  @Override
  public byte[] wrap(String context, byte[] dataKey, SecureRandom random) {
    var plain = Base64.getEncoder().encodeToString(dataKey);
    return answer("encrypt", "ciphertext", Map.of("plaintext", plain), context).getBytes(US_ASCII);
  }

  @Override
  public byte[] unwrap(String context, byte[] wrapped) {
    var sealed = new String(wrapped, US_ASCII);
    var plain = answer("decrypt", "plaintext", Map.of("ciphertext", sealed), context);
    try {
      return Base64.getDecoder().decode(plain);
    } catch (IllegalArgumentException _) {
      throw new MasterKeyUnavailable("the transit engine answers something that is no base64");
    }
  }

  private String answer(
      String operation, String wanted, Map<String, String> question, String context) {
    var associated = Base64.getEncoder().encodeToString(context.getBytes(UTF_8));
    var all = new java.util.TreeMap<>(question);
    all.put("associated_data", associated);
    try {
      var response =
          http.send(request(operation, json.writeValueAsBytes(all)), BodyHandlers.ofInputStream());
      try (var in = response.body()) {
        var body = in.readNBytes(MAX_ANSWER_BYTES);
        return switch (response.statusCode()) {
          case 200 -> read(body, wanted);
          case BAD_REQUEST ->
              throw new VaultException(
                  "a sealed value does not open: the transit engine refuses to " + operation);
          default ->
              throw new MasterKeyUnavailable(
                  "the transit engine answers %d to %s"
                      .formatted(response.statusCode(), operation));
        };
      }
    } catch (IOException e) {
      // The message of a JSON failure would quote the body, and the body may hold a data key.
      throw new MasterKeyUnavailable(
          "the transit engine does not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new MasterKeyUnavailable("interrupted while asking the transit engine");
    }
  }

  private HttpRequest request(String operation, byte[] body) throws IOException {
    var path = "/v1/" + settings.mount() + "/" + operation + "/" + settings.key();
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .header("X-Vault-Token", Files.readString(tokenFile, US_ASCII).strip())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    settings.namespace().ifPresent(name -> request.header("X-Vault-Namespace", name));
    return request.build();
  }

  private String read(byte[] body, String wanted) throws IOException {
    var value = json.readTree(body).path("data").path(wanted);
    Arrays.fill(body, (byte) 0);
    if (!value.isTextual()) {
      throw new MasterKeyUnavailable("the transit engine answers without a " + wanted);
    }
    return value.textValue();
  }

  @Override
  public String toString() {
    return "MasterKey[transit " + settings.key() + "]";
  }
}
