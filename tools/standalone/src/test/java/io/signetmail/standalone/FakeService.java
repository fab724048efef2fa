package io.signetmail.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Stands in for a service: takes the same settings, says it is ready, and issues tokens.
public final class FakeService {
  private FakeService() {}

  public static void main(String[] arguments) throws IOException {
    int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
    server.createContext(
        "/q/health/ready", exchange -> answer(exchange, 200, "{\"status\":\"UP\"}"));
    server.createContext("/v1/tokens", exchange -> answer(exchange, 201, "{\"token\":\"t0k3n\"}"));
    server.start();
    System.out.println("listening with " + System.getenv("SIGNET_KAFKA_BOOTSTRAP"));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    try (exchange) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /// Puts a jar with this class where the build puts each service's.
  static void installAll(Path home) {
    try {
      var classes =
          Path.of(FakeService.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
      manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classes.toUri().toString());
      for (var service : Service.values()) {
        var jar = service.artifact(home);
        Files.createDirectories(jar.getParent());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
          out.finish();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
