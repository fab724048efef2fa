package io.signetmail.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.testkit.MailboxSink;
import io.signetmail.testkit.ReceivedMail;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;

/// What only a demonstration has: a DNS zone anyone here may edit, a mailbox anyone here may read,
/// services to stop and start.
///
/// Refuses browsers on behalf of other sites, and any host name but those it was told. One virtual
/// thread per request.
///
/// | request | does |
/// |---|---|
/// | `GET /v1/zone` | the records, as a master file |
/// | `POST /v1/zone` | adds the records in the body |
/// | `DELETE /v1/zone?name=N&type=T` | removes the records of a name |
/// | `GET /v1/mails?after=N` | envelopes of what the sink received |
/// | `GET /v1/mails/N` | one message |
/// | `GET /v1/services` | their states |
/// | `POST /v1/services/NAME/start` (or `stop`, `kill`) | does that; `kafka` and `postgres` know no stop |
final class ControlServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 1024 * 1024;

  private final HttpServer server;
  private final DemoDns dns;
  private final MailboxSink sink;
  private final Optional<Parts> parts;
  private final Set<String> names;

  private ControlServer(
      HttpServer server, DemoDns dns, MailboxSink sink, Optional<Parts> parts, Set<String> names) {
    this.server = server;
    this.dns = dns;
    this.sink = sink;
    this.parts = parts;
    this.names = Set.copyOf(names);
  }

  /// @param parts those this process runs, if it runs any
  /// @param names host names under which requests are taken
  static ControlServer start(
      InetSocketAddress listen,
      DemoDns dns,
      MailboxSink sink,
      Optional<Parts> parts,
      Set<String> names)
      throws IOException {
    var server = HttpServer.create(listen, 0);
    var control = new ControlServer(server, dns, sink, parts, names);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/zone", exchange -> control.guarded(exchange, control::zone));
    server.createContext("/v1/mails", exchange -> control.guarded(exchange, control::mails));
    server.createContext("/v1/services", exchange -> control.guarded(exchange, control::service));
    server.start();
    return control;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static final class Answer {
    private final int status;
    private final String type;
    private final byte[] body;

    Answer(int status, String type, byte[] body) {
      this.status = status;
      this.type = type;
      this.body = body;
    }

    static Answer text(int status, String text) {
      return new Answer(
          status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer json(Object value) throws IOException {
      return new Answer(200, "application/json", JSON.writeValueAsBytes(value));
    }
  }

  private interface Handler {
    Answer handle(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void guarded(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer =
            isMeant(exchange)
                ? handler.handle(exchange)
                : Answer.text(403, "for " + String.join(", ", names) + " only");
      } catch (IllegalArgumentException e) {
        answer = Answer.text(400, String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        answer = Answer.text(503, "stopping");
      } catch (IOException | RuntimeException e) {
        answer = Answer.text(500, e.toString());
      }
      exchange.getResponseHeaders().set("Content-Type", answer.type);
      exchange.sendResponseHeaders(
          answer.status, answer.body.length == 0 ? -1 : answer.body.length);
      exchange.getResponseBody().write(answer.body);
    }
  }

  /// A page of another site can make a browser send requests here, but not without an Origin, nor
  /// with our Host.
  private boolean isMeant(HttpExchange exchange) {
    var host = exchange.getRequestHeaders().getFirst("Host");
    return exchange.getRequestHeaders().getFirst("Origin") == null
        && host != null
        && names.contains(host.substring(0, Math.max(0, host.lastIndexOf(':'))));
  }

  private Answer zone(HttpExchange exchange) throws IOException {
    return switch (exchange.getRequestMethod()) {
      case "GET" -> Answer.text(200, dns.text());
      case "POST" -> {
        var body = exchange.getRequestBody().readNBytes(MAX_BODY);
        dns.publish(new String(body, StandardCharsets.UTF_8));
        yield Answer.text(200, "published");
      }
      case "DELETE" -> {
        var query = query(exchange);
        dns.withdraw(required(query, "name"), query.getOrDefault("type", "ANY"));
        yield Answer.text(200, "withdrawn");
      }
      default -> Answer.text(405, "GET, POST or DELETE");
    };
  }

  private Answer mails(HttpExchange exchange) throws IOException {
    var rest = exchange.getRequestURI().getPath().substring("/v1/mails".length());
    if (rest.isEmpty() || rest.equals("/")) {
      long after = Long.parseLong(query(exchange).getOrDefault("after", "0"));
      return Answer.json(
          sink.mails().stream()
              .filter(m -> m.number() > after)
              .map(ControlServer::envelope)
              .toList());
    }
    long number = Long.parseLong(rest.substring(1));
    return sink.mails().stream()
        .filter(m -> m.number() == number)
        .findFirst()
        .map(m -> new Answer(200, "message/rfc822", m.message()))
        .orElseGet(() -> Answer.text(404, "no mail " + number));
  }

  private static Map<String, Object> envelope(ReceivedMail mail) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("number", mail.number());
    fields.put("receivedAt", mail.receivedAt().toString());
    fields.put("helo", mail.helo());
    fields.put("mailFrom", mail.mailFrom());
    fields.put("mailParameters", mail.mailParameters());
    fields.put("recipients", mail.recipients());
    return fields;
  }

  private Answer service(HttpExchange exchange) throws IOException, InterruptedException {
    var words = exchange.getRequestURI().getPath().split("/", -1);
    if (parts.isEmpty()) {
      return Answer.text(404, "no services are run from here");
    }
    var running = parts.get();
    if (words.length == 3 && exchange.getRequestMethod().equals("GET")) {
      return Answer.json(running.states());
    }
    if (words.length != 5 || !exchange.getRequestMethod().equals("POST")) {
      return Answer.text(404, "GET /v1/services or POST /v1/services/NAME/{start,stop,kill}");
    }
    var wrong = running.act(words[3], words[4]);
    if (!wrong.isEmpty()) {
      return Answer.text(404, wrong);
    }
    return Answer.json(running.states());
  }

  private static Map<String, String> query(HttpExchange exchange) {
    var fields = new LinkedHashMap<String, String>();
    var raw = exchange.getRequestURI().getRawQuery();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        var words = pair.split("=", 2);
        fields.put(
            words[0], words.length == 2 ? URLDecoder.decode(words[1], StandardCharsets.UTF_8) : "");
      }
    }
    return fields;
  }

  private static String required(Map<String, String> query, String name) {
    var value = query.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("missing: " + name);
    }
    return value;
  }
}
