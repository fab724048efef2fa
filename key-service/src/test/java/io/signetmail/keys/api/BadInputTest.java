package io.signetmail.keys.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever comes, the answer is a problem that names the field, and never a 5xx.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class BadInputTest {
  private static final Api ADMIN = Api.ADMIN;
  private static final String PROBLEM = "https://signetmail.io/problems/";

  @BeforeEach
  void ready() {
    Api.awaitReady();
    ADMIN.domain("bad.example");
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PUT  | /v1/domains/example             | {}                       | 400 | invalid-domain   | domain
          PUT  | /v1/domains/192.0.2.1           | {}                       | 400 | invalid-domain   | domain
          PUT  | /v1/domains/a_b.example         | {}                       | 400 | invalid-domain   | domain
          PUT  | /v1/domains/%00.example         | {}                       | 400 | invalid-domain   | domain
          PUT  | /v1/domains/x';--.example       | {}                       | 400 | invalid-domain   | domain
          PUT  | /v1/domains/bad.example         | {"x":1}                  | 400 | unknown-field    | x
          PUT  | /v1/domains/bad.example         | []                       | 400 | invalid-request  |
          PUT  | /v1/domains/bad.example         | "x"                      | 400 | invalid-request  |
          PUT  | /v1/domains/bad.example         | {                        | 400 | invalid-json     |
          PUT  | /v1/domains/bad.example         | {} {}                    | 400 | invalid-request  |
          GET  | /v1/domains?limit=0             |                          | 400 | invalid-request  | limit
          GET  | /v1/domains?limit=ten           |                          | 400 | invalid-request  | limit
          GET  | /v1/domains?after=%00           |                          | 400 | invalid-request  | after
          GET  | /v1/audit?before=-1             |                          | 400 | invalid-request  | before
          PUT  | /v1/users/a%20b                 | {"password":"password1"} | 400 | invalid-user     | user
          PUT  | /v1/users/a%0Ab                 | {"password":"password1"} | 400 | invalid-user     | user
          PUT  | /v1/users/bad                   | {"password":"short"}     | 400 | invalid-request  | password
          PUT  | /v1/users/bad                   | {"password":12345678}    | 400 | invalid-request  | password
          PUT  | /v1/users/bad                   | {"password":["x"]}       | 400 | invalid-request  | password
          PUT  | /v1/users/bad                   | {"pass":"password1"}     | 400 | unknown-field    | pass
          PUT  | /v1/users/bad                   | {"password":"password1","password":"password2"} | 400 | invalid-json |
          PUT  | /v1/users/bad                   | null                     | 400 | invalid-request  |
          POST | /v1/domains/bad.example/keys    | {"algorithm":"dsa"}      | 400 | invalid-request  | algorithm
          POST | /v1/domains/bad.example/keys    | {"algorithm":"rsa-1024"} | 400 | invalid-request  | algorithm
          POST | /v1/domains/bad.example/keys    | {"selector":"-"}         | 400 | invalid-selector | selector
          POST | /v1/domains/bad.example/keys    | {"selector":"s_1"}       | 400 | invalid-selector | selector
          POST | /v1/domains/bad.example/keys    | {"user":"nobody"}        | 404 | unknown-user     | user
          POST | /v1/domains/bad.example/keys    | {"privateKey":"x"}       | 422 | invalid-key      | privateKey
          POST | /v1/domains/none.example/keys   | {}                       | 404 | unknown-domain   | domain
          GET  | /v1/domains/bad.example/keys/_  |                          | 400 | invalid-selector | selector
          GET  | /v1/signing-keys?user=a         |                          | 400 | invalid-request  | domain
          GET  | /v1/signing-keys?domain=a.b     |                          | 400 | invalid-request  | user
          POST | /v1/credentials/verify          | {"user":"a"}             | 400 | invalid-request  | password
          POST | /v1/tokens                      | {"role":"edge"}          | 400 | invalid-request  | name
          POST | /v1/tokens                      | {"name":"x","role":"edge","expiresAt":"soon"} | 400 | invalid-request | expiresAt
          POST | /v1/tokens                      | {"name":"x","role":"provisioner","domains":[null]} | 400 | invalid-request | domains
          PUT  | /v1/domains/bad.example/settings | {}                      | 400 | invalid-request  | keyNeverLeaves
          PUT  | /v1/domains/bad.example/settings | {"keyNeverLeaves":"yes"} | 400 | invalid-request | keyNeverLeaves
          POST | /v1/domains/bad.example/restore | {}                       | 404 | unknown-domain   | domain
          GET  | /v1/domains?removed=1           |                          | 400 | invalid-request  | removed
          GET  | /v1/domains?contains=%00        |                          | 400 | invalid-request  | contains
          GET  | /v1/tokens?limit=0              |                          | 400 | invalid-request  | limit
          GET  | /v1/tokens/none                 |                          | 404 | unknown-token    | id
          POST | /v1/sign                        | {"user":"a"}             | 400 | invalid-request  | domain
          POST | /v1/sign                        | {"user":"a","domain":"bad.example","selector":"s","algorithm":"rsa-sha1","digest":"AA=="} | 400 | invalid-request | algorithm
          POST | /v1/sign                        | {"user":"a","domain":"bad.example","selector":"s","algorithm":"rsa-sha256","digest":"*"} | 400 | invalid-request | digest
          POST | /v1/sign                        | {"user":"a","domain":"bad.example","selector":"s","algorithm":"rsa-sha256","digest":"AA=="} | 400 | invalid-request | digest
          GET  | /v2/domains                     |                          | 404 | not-found        |
          PATCH| /v1/domains/bad.example         | {}                       | 405 | method-not-allowed |
          """)
  void isNamed(String method, String path, String body, int status, String type, String field) {
    var request = ADMIN.with().urlEncodingEnabled(false);
    if (body != null) {
      request = request.contentType(ContentType.JSON).body(body);
    }
    request
        .request(method, path)
        .then()
        .statusCode(status)
        .contentType("application/problem+json")
        .body("type", equalTo(PROBLEM + type))
        .body("status", equalTo(status))
        .body("title", not(equalTo("")))
        .body("detail", not(equalTo("")))
        .body("field", equalTo(field));
  }

  @Test
  void longSelectorIsRefused() {
    ADMIN
        .post("/v1/domains/bad.example/keys", "{\"selector\":\"" + "a".repeat(300) + "\"}")
        .statusCode(400)
        .body("type", equalTo(PROBLEM + "invalid-selector"))
        .body("detail", containsString("300"));
  }

  @Test
  void messagesNeverRepeatASecret() {
    for (var body :
        java.util.List.of(
            "{\"password\":{\"hunter22\":1}}",
            "{\"password\":\"hunter22\" \"x\"}",
            "{\"password\":\"hunter22\", oops}",
            "{\"password\":hunter22}")) {
      var answer = ADMIN.put("/v1/users/secret", body).statusCode(400).extract().asString();
      assertThat(answer).as(body).doesNotContain("hunter22");
    }
  }

  @Test
  void otherMediaTypesAreRefused() {
    ADMIN
        .with()
        .contentType("text/plain")
        .body("{}")
        .put("/v1/domains/bad.example")
        .then()
        .statusCode(415)
        .body("type", equalTo(PROBLEM + "unsupported-media-type"))
        .body("detail", containsString("text/plain"))
        .body("field", equalTo("Content-Type"));
    ADMIN
        .with()
        .accept("text/csv")
        .get("/v1/domains")
        .then()
        .statusCode(406)
        .body("type", equalTo(PROBLEM + "not-acceptable"));
  }

  @Test
  void aBodySaysThatItIsJsonAndNoBodyNeedsNot() throws IOException, InterruptedException {
    var put =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/v1/domains/bad.example"))
            .header("Authorization", "Bearer " + KeyServiceBackends.ADMIN);
    try (var client = HttpClient.newHttpClient()) {
      var untyped =
          client.send(
              put.PUT(HttpRequest.BodyPublishers.ofString("{}")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(untyped.statusCode()).isEqualTo(415);
      assertThat(untyped.body()).contains("the body has no Content-Type");
      var empty =
          client.send(
              put.PUT(HttpRequest.BodyPublishers.noBody()).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(empty.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void largeBodyIsRefused() {
    var body = "{\"password\":\"" + "x".repeat(100_000) + "\"}";
    ADMIN
        .put("/v1/users/large", body)
        .statusCode(413)
        .contentType("application/problem+json")
        .body("type", equalTo(PROBLEM + "body-too-large"));
    ADMIN.get("/v1/users/large").statusCode(404);
  }

  /// Without a length nobody knows how large it is before it has been read.
  @Test
  void largeChunkedBodyIsRefused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(10_000);
      var out = socket.getOutputStream();
      out.write(
          ("PUT /v1/users/chunked HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Authorization: Bearer "
                  + KeyServiceBackends.ADMIN
                  + "\r\nTransfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      var chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";
      try {
        for (int i = 0; i < 64; i++) {
          out.write(chunk.getBytes(StandardCharsets.US_ASCII));
        }
        out.write("2\r\n{}\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException _) {
        // The service stopped listening: it has said what it had to say.
      }
      var answer = throughBody(socket.getInputStream());
      assertThat(answer)
          .startsWith("HTTP/1.1 413 ")
          .containsIgnoringCase("application/problem+json")
          .contains("/problems/body-too-large");
    }
    ADMIN.get("/v1/users/chunked").statusCode(404);
  }

  /// Up to the end of the JSON object; the connection may stay open.
  private static String throughBody(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '}'; c = in.read()) {
      text.append((char) c);
    }
    return text.toString();
  }

  /// Not through REST Assured, which would try to print it.
  @Test
  void deepJsonIsRefused() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/v1/users/deep"))
            .header("Authorization", "Bearer " + KeyServiceBackends.ADMIN)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString("[".repeat(10_000)))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
  }
}
