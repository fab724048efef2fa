package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.RecipientPolicy;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The public corpora through a real socket.
@SuppressWarnings("NullAway.Init") // start() sets the server before each test
class ConformanceDialogTest {
  /// Where the corpus expects what our rules refuse.
  private static final Map<String, String> STRICTER =
      Map.of("go-smtp/basic", "a bare CR in the content is refused (RFC 5321 §2.3.8)");

  private final Sessions sessions = new Sessions();
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    var ports = sessions.ports();
    var anyone =
        new SessionPorts(
            ports.accounts(),
            ports.scram(),
            ports.throttle(),
            RecipientPolicy.anyone(),
            ports.trusted(),
            ports.limits(),
            ports.messageRate(),
            ports.hop(),
            ports.flow(),
            ports.room(),
            ports.ids(),
            ports.clock());
    var door = Doors.open(ListenerKind.MX, anyone);
    server = SmtpServer.start(door, TlsContexts.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<JsonNode> cases(String file) throws IOException {
    var folder = System.getProperty("conformance.dir", "");
    Assumptions.assumeFalse(folder.isBlank(), "conformance.dir is not set: " + file + " skipped");
    var path = Path.of(folder, "smtp", file);
    Assumptions.assumeTrue(Files.exists(path), path + " is not there");
    return StreamSupport.stream(
            new ObjectMapper().readTree(path.toFile()).get("cases").spliterator(), false)
        .toList();
  }

  private RawClient greeted() throws IOException {
    var client = new RawClient(server.port());
    assertThat(client.reply()).startsWith("220");
    assertThat(client.ask("EHLO c.test")).startsWith("250");
    return client;
  }

  @Test
  void dialogsGoAsTheCorpusSays() throws IOException {
    var wrong = new ArrayList<String>();
    var stricter = new ArrayList<String>();
    for (var dialog : cases("dialogs.json")) {
      var id = dialog.get("id").asText();
      try (var client = greeted()) {
        for (var step : dialog.get("steps")) {
          var reply = client.send(step.get("send").asText()).reply();
          if (!fits(reply, step.get("expect").asText())) {
            (STRICTER.containsKey(id) ? stricter : wrong).add(id);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(stricter).containsExactlyInAnyOrderElementsOf(STRICTER.keySet());
  }

  private static boolean fits(String reply, String expected) {
    for (var choice : expected.split("\\|", -1)) {
      if (choice.startsWith("!")
          ? !reply.startsWith(choice.substring(1))
          : reply.startsWith(choice)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void noFakeEndOfDataLetsASecondMailIn() throws IOException {
    for (var fake : cases("end-of-data.json")) {
      sessions.contents.clear();
      var smuggled =
          """
          MAIL FROM:<admin@example.com>
          RCPT TO:<victim@example.com>
          DATA
          From: admin@example.com

          smuggled
          .
          """
              .replace("\n", "\r\n");
      try (var client = greeted()) {
        client.ask("MAIL FROM:<a@example.com>");
        client.ask("RCPT TO:<b@example.com>");
        assertThat(client.ask("DATA")).startsWith("354");
        client.send("From: a@example.com\r\n\r\nfirst");
        client.send(Base64.getDecoder().decode(fake.get("sequence_b64").asText()));
        client.send(smuggled.getBytes(StandardCharsets.US_ASCII));
        var reply = client.reply();
        assertThat(reply).as(fake.get("id").asText()).matches("(550|250).*");
        if (!reply.startsWith("550 5.6.0")) {
          assertThat(client.ask("NOOP")).as("in step after " + fake.get("id")).startsWith("250");
        }
      }
      assertThat(sessions.contents)
          .as(fake.get("id").asText())
          .hasSizeLessThanOrEqualTo(1)
          .allMatch(c -> c.startsWith("From: a@example.com"));
    }
  }
}
