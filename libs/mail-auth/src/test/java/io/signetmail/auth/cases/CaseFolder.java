package io.signetmail.auth.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// One case as it lies on disk.
record CaseFolder(Path path, JsonNode stated) {
  static final String OUR_NAME = "mx.bob.example";

  private static final Path ROOT = Path.of("src/test/resources/cases");
  private static final String DAY_OF_THE_CASES = "2026-11-23T12:00:00Z";

  static List<CaseFolder> of(String protocol) {
    try (var folders = Files.list(ROOT.resolve(protocol))) {
      return folders.sorted().map(CaseFolder::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CaseFolder read(Path folder) {
    try {
      var stated = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
      return new CaseFolder(folder, stated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return path.getFileName() + ": " + stated.path("rule").asText();
  }

  JsonNode expect() {
    return stated.path("expect");
  }

  ParsedMessage message() {
    return ParsedMessage.of(
        text("in.eml").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  ZoneDns zone() {
    return ZoneDns.parse(text("zone.txt"));
  }

  InstantSource clock() {
    return InstantSource.fixed(Instant.parse(stated.path("now").asText(DAY_OF_THE_CASES)));
  }

  SmtpClient client() {
    var client = stated.path("client");
    return new SmtpClient(
        IpLiteral.parse(client.path("ip").asText("203.0.113.200")).orElseThrow(),
        client.path("helo").asText("client.example"),
        ReversePath.parse(client.path("mailFrom").asText("")),
        OUR_NAME);
  }

  private String text(String file) {
    try {
      return Files.readString(path.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
