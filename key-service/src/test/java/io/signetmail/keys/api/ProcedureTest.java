package io.signetmail.keys.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.auth.message.ParsedMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script of the README does what the README says: provision, record, check (fails), publish,
/// check (passes), lookup, rotate; mail signed before still verifies, and the new key signs.
@QuarkusTest
@WithTestResource(KeyServiceBackends.class)
class ProcedureTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SCRIPT =
      Pattern.compile("```sh\n(#!/usr/bin/env bash\n.*?)```", Pattern.DOTALL);

  @BeforeEach
  void ready() {
    Api.awaitReady();
  }

  private static String run(Path script, String zone) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
    builder.environment().put("K", "http://127.0.0.1:" + RestAssured.port);
    builder.environment().put("ZONE", zone);
    builder.environment().put("TOKEN", KeyServiceBackends.ADMIN);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  /// Takes zone lines as the control endpoint of `./signet up` does.
  private static HttpServer zoneEndpoint() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/zone",
        exchange -> {
          var lines = new String(exchange.getRequestBody().readAllBytes(), US_ASCII);
          KeyServiceBackends.DNS.add(lines);
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /// The JSON answers of each numbered step.
  private static List<JsonNode> answers(String output, int step) throws IOException {
    var answers = new ArrayList<JsonNode>();
    int now = 0;
    for (var line : output.lines().toList()) {
      if (line.matches("[1-9] .*")) {
        now = line.charAt(0) - '0';
      } else if (now == step && line.startsWith("{")) {
        answers.add(JSON.readTree(line));
      }
    }
    return answers;
  }

  @Test
  void readmeScript(@TempDir Path directory) throws Exception {
    var matcher = SCRIPT.matcher(Files.readString(Path.of("README.md")));
    assertThat(matcher.find()).as("the README has the script").isTrue();
    var script = Files.writeString(directory.resolve("procedure.sh"), matcher.group(1));
    var zone = zoneEndpoint();
    String output;
    try {
      output = run(script, "http://127.0.0.1:" + zone.getAddress().getPort() + "/v1/zone");
    } finally {
      zone.stop(0);
    }

    assertThat(answers(output, 1)).hasSize(3);
    assertThat(answers(output, 2).getFirst().path("state").asText()).isEqualTo("pending");
    assertThat(output).contains("s1._domainkey.shop.example. 3600 IN TXT (");
    var early = answers(output, 3).getFirst();
    assertThat(early.path("ok").asBoolean()).isFalse();
    assertThat(early.at("/findings/0/code").asText()).isEqualTo("missing");
    var passed = answers(output, 5).getFirst();
    assertThat(passed.path("ok").asBoolean()).isTrue();
    assertThat(passed.path("state").asText()).isEqualTo("active");
    var first = answers(output, 6).getFirst();
    assertThat(first.path("selector").asText()).isEqualTo("s1");
    var rotation = answers(output, 7).getLast();
    assertThat(rotation.path("state").asText()).isEqualTo("overlap");
    assertThat(rotation.path("outgoing").toString()).isEqualTo("[\"s1\"]");
    var second = answers(output, 8).getFirst();
    assertThat(second.path("selector").asText()).isEqualTo("s2");
    var old = answers(output, 8).getLast();
    assertThat(old.path("ok").asBoolean()).isTrue();
    assertThat(old.path("state").asText()).isEqualTo("retiring");
    assertThat(answers(output, 9)).hasSize(2);

    assertThat(verified(signed(first))).as("old mail").isInstanceOf(DkimResult.Pass.class);
    assertThat(verified(signed(second))).as("new mail").isInstanceOf(DkimResult.Pass.class);
  }

  /// A message signed with the key as the Halon form gives it.
  private static byte[] signed(JsonNode key) throws Exception {
    var pem = key.path("rsakey").asText().replaceAll("-----[A-Z ]+-----|\n", "");
    var secret =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    var message = "From: alice@shop.example\r\nSubject: hi\r\n\r\nhello\r\n";
    var result =
        (SigningResult.Signed)
            new DkimSigner(InstantSource.system())
                .sign(
                    ParsedMessage.of(message.getBytes(US_ASCII)),
                    List.of(
                        SigningKey.of(
                            DomainName.of(key.path("domain").asText()),
                            Selector.of(key.path("selector").asText()),
                            secret)),
                    SigningOptions.DEFAULT);
    return (result.headerFields() + message).getBytes(US_ASCII);
  }

  private static DkimResult verified(byte[] mail) {
    var settings =
        DnsJavaSettings.defaults().withServers(List.of(KeyServiceBackends.DNS.address()));
    try (var dns = new DnsJavaClient(settings)) {
      return new DkimVerifier(dns, DkimLimits.DEFAULT, InstantSource.system())
          .verify(ParsedMessage.of(mail))
          .getFirst();
    }
  }
}
