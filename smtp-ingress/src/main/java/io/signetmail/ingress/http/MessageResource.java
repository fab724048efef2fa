package io.signetmail.ingress.http;

import io.signetmail.ingress.session.Peer;
import io.signetmail.ingress.session.TlsFacts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/// Takes one message for delivery.
@Path("/v1/messages")
@RunOnVirtualThread
class MessageResource {
  private final MessageDoor door;

  MessageResource(MessageDoor door) {
    this.door = door;
  }

  /// The body is the message itself (RFC 5322, lines ended by CRLF).
  ///
  /// @param from where bounces go; nowhere when it is missing
  /// @param to a recipient; once for each
  @POST
  @Consumes("message/rfc822")
  public Response submit(
      @RestQuery @Nullable String from,
      @RestQuery List<String> to,
      @HeaderParam("Authorization") @Nullable String authorization,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @HeaderParam("Content-Length") @Nullable Long length,
      @Context HttpServerRequest http,
      InputStream body) {
    var request =
        new HttpRequest(
            peer(http),
            tls(http),
            authorization,
            from,
            to,
            idempotencyKey,
            length == null ? -1 : length,
            body);
    return door.submissions()
        .map(submissions -> response(submissions.submit(request)))
        .orElseGet(Problem.NOT_FOUND::response);
  }

  private static Response response(Answer answer) {
    return switch (answer) {
      case Answer.Accepted(var id) ->
          Response.accepted(Map.of("id", id.value())).type("application/json").build();
      case Answer.No(var problem) -> problem.response();
    };
  }

  private static Peer peer(HttpServerRequest http) {
    var remote = http.remoteAddress();
    return Peer.of(InetAddress.ofLiteral(remote.hostAddress()), remote.port());
  }

  private static Optional<TlsFacts> tls(HttpServerRequest http) {
    var session = http.isSSL() ? http.connection().sslSession() : null;
    return Optional.ofNullable(session).map(s -> new TlsFacts(s.getProtocol(), s.getCipherSuite()));
  }
}
