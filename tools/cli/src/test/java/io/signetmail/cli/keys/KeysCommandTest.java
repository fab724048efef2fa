package io.signetmail.cli.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// What each command asks key-service for, and what it prints of the answer.
class KeysCommandTest {
  @TempDir Path directory;

  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private int status = 200;
  private String answer = "{}";
  private String printed = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          asked.add(
              (exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
          var bytes = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int run(String... arguments) throws IOException {
    var token = Files.writeString(directory.resolve("token"), "t0ken\n");
    var out = new StringWriter();
    var line =
        new CommandLine(new KeysCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .setExecutionExceptionHandler((trouble, command, _) -> {
              command.getErr().println(trouble.getMessage());
              return 1;
            });
    var all = new ArrayList<>(List.of(arguments));
    all.add("--url=http://127.0.0.1:" + server.getAddress().getPort());
    all.add("--token-file=" + token);
    int code = line.execute(all.toArray(String[]::new));
    printed = out.toString();
    return code;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          domains list --contains shop      | GET /v1/domains?limit=1000&removed=false&contains=shop&after=
          domains add shop.example          | PUT /v1/domains/shop.example {}
          domains remove shop.example       | DELETE /v1/domains/shop.example
          domains restore shop.example      | POST /v1/domains/shop.example/restore
          domains set shop.example --key-never-leaves true | PUT /v1/domains/shop.example/settings {"keyNeverLeaves":true}
          users list                        | GET /v1/users?limit=1000&after=
          users list --domain shop.example  | GET /v1/domains/shop.example/users?limit=1000&after=
          users add a/b                     | PUT /v1/users/a%2Fb {}
          users remove alice                | DELETE /v1/users/alice
          grants list alice                 | GET /v1/users/alice/grants
          grants add alice shop.example     | PUT /v1/users/alice/grants/shop.example {}
          grants remove alice shop.example  | DELETE /v1/users/alice/grants/shop.example
          list shop.example                 | GET /v1/domains/shop.example/keys?limit=1000
          make shop.example --algorithm ed25519 | POST /v1/domains/shop.example/keys {"algorithm":"ed25519"}
          make shop.example --selector s1 --user al | POST /v1/domains/shop.example/keys {"algorithm":"rsa-2048","selector":"s1","user":"al"}
          record shop.example s1 --form nsupdate | GET /v1/domains/shop.example/keys/s1/record?form=nsupdate
          move shop.example s1 retire       | POST /v1/domains/shop.example/keys/s1/retire
          rotate shop.example               | POST /v1/domains/shop.example/rotations {}
          rotations shop.example            | GET /v1/domains/shop.example/rotations
          """)
  void asks(String command, String request) throws IOException {
    assertThat(run(command.split(" ", -1))).as(printed).isZero();
    assertThat(asked).containsExactly(request);
  }

  @Test
  void listsAreTables() throws IOException {
    answer =
        """
        {"keys":[{"selector":"s1","algorithm":"rsa-2048","state":"active"},
                 {"selector":"selector-2","algorithm":"ed25519","state":"pending","user":"al\\u001b[31m"}]}
        """;
    assertThat(run("list", "shop.example")).isZero();
    assertThat(printed)
        .isEqualToNormalizingNewlines(
            """
            SELECTOR    ALGORITHM  STATE    USER
            s1          rsa-2048   active
            selector-2  ed25519    pending  al?[31m
            """);
    run("list", "shop.example", "--json");
    assertThat(printed).startsWith("{").contains("\"selector\" : \"selector-2\"");
  }

  @Test
  void aCheckThatFindsSomethingEndsWithOne() throws IOException {
    answer =
        """
        {"ok":false,"state":"pending","findings":[{"severity":"error","code":"missing","detail":"no TXT record"}]}
        """;
    assertThat(run("check", "shop.example", "s1")).isEqualTo(1);
    assertThat(printed)
        .isEqualToNormalizingNewlines(
            """
            error missing: no TXT record
            The record is not right, the key is pending.
            """);
    answer = "{\"ok\":true,\"state\":\"active\",\"findings\":[]}";
    assertThat(run("check", "shop.example", "s1")).isZero();
    assertThat(printed).contains("The record is right, the key is active.");
  }

  @Test
  void readinessShowsWhatToPublish() throws IOException {
    answer =
        """
        {"ready":false,"spf":[{"severity":"warning","code":"spf-missing","detail":"none",
          "publish":{"zone":"shop.example. 3600 IN TXT ( \\"v=spf1 mx ~all\\" )"}}],
         "dkim":[],"dmarc":[],"mx":[]}
        """;
    assertThat(run("readiness", "shop.example")).isEqualTo(1);
    assertThat(printed)
        .contains("spf   warning   spf-missing  none")
        .contains("shop.example. 3600 IN TXT ( \"v=spf1 mx ~all\" )");
  }

  @Test
  void refusalsAreSentences() throws IOException {
    status = 400;
    answer = "{\"title\":\"x\",\"detail\":\"\\\"x\\\" is not a domain\",\"field\":\"domain\"}";
    assertThat(run("domains", "add", "x")).isEqualTo(1);
    assertThat(printed.strip()).isEqualTo("domain: \"x\" is not a domain");
    status = 401;
    answer = "{\"detail\":\"the token is unknown, revoked or expired\"}";
    run("domains", "list");
    assertThat(printed.strip())
        .isEqualTo(
            "the token is unknown, revoked or expired: give --token-file or set SIGNET_TOKEN");
    server.stop(0);
    assertThat(run("domains", "list")).isEqualTo(1);
    assertThat(printed).startsWith("no key-service answers at http://127.0.0.1:");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() throws IOException {
    assertThat(run()).isZero();
    assertThat(printed).contains("domains").contains("readiness").contains("rotate");
  }
}
