package io.signetmail.ingress.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.signetmail.smtp.Mailbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoriesTest {
  private static final Mailbox USER = Mailbox.of("user@example.com");
  private static final Presence KNOWN = new Presence.Known();
  private static final Presence AWAY = new Presence.Unreachable("away");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private final InstantSource clock = now::get;
  private final AtomicReference<Presence> truth = new AtomicReference<>(KNOWN);
  private final List<Presence> asked = new ArrayList<>();
  private final CachedDirectory cached =
      new CachedDirectory(
          _ -> truth.get(),
          new CachedDirectory.Times(
              Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofHours(24)),
          1000,
          clock,
          asked::add);

  private void pass(Duration time) {
    now.updateAndGet(t -> t.plus(time));
  }

  @Test
  void aKnownRecipientIsNotAskedAboutForAnHour() {
    assertThat(cached.look(USER)).isEqualTo(KNOWN);
    truth.set(Presence.Unknown.NO_SUCH_MAILBOX);
    pass(Duration.ofMinutes(59));
    assertThat(cached.look(Mailbox.of("user@EXAMPLE.com"))).isEqualTo(KNOWN);
    pass(Duration.ofMinutes(1));
    assertThat(cached.look(USER)).isEqualTo(Presence.Unknown.NO_SUCH_MAILBOX);
    assertThat(asked).hasSize(2);
  }

  @Test
  void aNewMailboxWorksAfterFiveMinutes() {
    truth.set(Presence.Unknown.NO_SUCH_MAILBOX);
    assertThat(cached.look(USER)).isEqualTo(Presence.Unknown.NO_SUCH_MAILBOX);
    truth.set(KNOWN);
    assertThat(cached.look(USER)).isEqualTo(Presence.Unknown.NO_SUCH_MAILBOX);
    pass(Duration.ofMinutes(5));
    assertThat(cached.look(USER)).isEqualTo(KNOWN);
  }

  @Test
  void whoWasKnownStaysKnownForADayWhileNobodyCanBeAsked() {
    assertThat(cached.look(USER)).isEqualTo(KNOWN);
    truth.set(AWAY);
    pass(Duration.ofHours(23));
    assertThat(cached.look(USER)).isEqualTo(KNOWN);
    assertThat(cached.look(Mailbox.of("other@example.com"))).isEqualTo(AWAY);
    pass(Duration.ofHours(1));
    assertThat(cached.look(USER)).isEqualTo(AWAY);
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(cached.look(Mailbox.of("user" + i + "@example.com"))).isEqualTo(KNOWN);
    }
    assertThat(asked).hasSize(5_000);
    assertThat(cached.look(Mailbox.of("user4999@example.com"))).isEqualTo(KNOWN);
    assertThat(cached.look(Mailbox.of("user0@example.com"))).isEqualTo(KNOWN);
    assertThat(asked).as("the newest was remembered, the oldest not").hasSize(5_001);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "user@example.com,known",
    "USER@Example.com,known",
    "nobody@example.com,unknown",
    "anybody@all.example,known"
  })
  void aListNamesUsersAndWholeDomains(String address, String presence, @TempDir Path folder)
      throws IOException {
    var file = folder.resolve("recipients");
    Files.writeString(file, "# people\nUser@example.com  # the one\n\n@all.example\n");
    assertThat(new ListDirectory(file).look(Mailbox.of(address)).label()).isEqualTo(presence);
  }

  @Test
  void withoutItsFileAListSaysNothing(@TempDir Path folder) {
    assertThat(new ListDirectory(folder.resolve("none")).look(USER).label())
        .isEqualTo("unreachable");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "200,known",
    "204,known",
    "404,unknown",
    "410,unknown",
    "301,unreachable",
    "401,unreachable",
    "500,unreachable"
  })
  void httpAnswers(int status, String presence) throws IOException {
    var paths = new CopyOnWriteArrayList<String>();
    var tokens = new CopyOnWriteArrayList<String>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getRawPath());
          tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/users/{address}";
      var directory = new HttpDirectory(url, Duration.ofSeconds(5), () -> Optional.of("secret"));
      assertThat(directory.look(Mailbox.of("\"a /..\"@example.com")).label()).isEqualTo(presence);
    } finally {
      server.stop(0);
    }
    assertThat(paths).containsExactly("/users/%22a%20%2F..%22%40example.com");
    assertThat(tokens).containsExactly("Bearer secret");
  }

  @Test
  void anHttpServiceThatIsAwayIsNoAnswer() {
    var directory =
        new HttpDirectory(
            "http://127.0.0.1:1/{address}", Duration.ofSeconds(1), Optional::<String>empty);
    assertThat(directory.look(USER).label()).isEqualTo("unreachable");
  }

  @Test
  void aUrlWithoutAPlaceForTheAddressIsRefusedAtStart() {
    assertThatThrownBy(() ->
            new HttpDirectory("http://127.0.0.1/", Duration.ofSeconds(1), Optional::<String>empty))
        .hasMessageContaining("{address}");
  }
}
