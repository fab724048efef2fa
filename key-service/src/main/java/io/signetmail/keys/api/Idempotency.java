package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.BODY_TOO_LARGE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.keys.KeySettings;
import io.signetmail.keys.idempotency.IdempotentCalls;
import io.signetmail.keys.idempotency.KeptAnswer;
import io.signetmail.keys.problems.Refusal;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/// Makes a POST with an `Idempotency-Key` header once, however often it is sent within a day.
///
/// Answers below 500 are kept, besides those that say nothing about the call itself: 401, 403, 429
/// and the 409 of a call that is still worked on.
@Singleton
public class Idempotency {
  private static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";
  private static final String PENDING = Idempotency.class.getName();
  private static final int AFTER_AUTHENTICATION = Priorities.AUTHENTICATION + 100;

  private final Provider<IdempotentCalls> calls;
  private final Caller caller;
  private final ObjectMapper json;
  private final Provider<KeySettings> settings;

  Idempotency(
      Provider<IdempotentCalls> calls,
      Caller caller,
      ObjectMapper json,
      Provider<KeySettings> settings) {
    this.calls = calls;
    this.caller = caller;
    this.json = json;
    this.settings = settings;
  }

  private record Pending(KeptAnswer.Id id, String requestHash) {}

  @ServerRequestFilter(priority = AFTER_AUTHENTICATION)
  public @Nullable Response begin(ContainerRequestContext request, ResourceInfo call)
      throws IOException {
    var key = request.getHeaderString(HEADER);
    var method = call.getResourceMethod();
    if (key == null
        || !request.getMethod().equals("POST")
        || method.isAnnotationPresent(AllowAnyone.class)
        || method.isAnnotationPresent(Repeatable.class)) {
      return null;
    }
    var id = new KeptAnswer.Id(caller.tokenId(), key);
    var hash = hash(request, body(request));
    var replay = calls.get().begin(id, hash);
    if (replay.isPresent()) {
      return response(replay.get());
    }
    request.setProperty(PENDING, new Pending(id, hash));
    return null;
  }

  @ServerResponseFilter
  public void finish(ContainerRequestContext request, ContainerResponseContext response)
      throws JsonProcessingException {
    if (!(request.getProperty(PENDING) instanceof Pending(var id, var hash))) {
      return;
    }
    request.removeProperty(PENDING);
    int status = response.getStatus();
    if (status >= 500 || status == 401 || status == 403 || status == 429) {
      calls.get().forget(id);
    } else {
      calls.get().finish(id, hash, status, json.writeValueAsString(response.getEntity()));
    }
  }

  private static Response response(IdempotentCalls.Replay replay) {
    var type = replay.status() < 400 ? MediaType.APPLICATION_JSON : Problem.MEDIA_TYPE;
    return Response.status(replay.status())
        .type(type)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(REPLAYED, "true")
        .entity(replay.body())
        .build();
  }

  /// The body, which is read again by the call itself.
  private byte[] body(ContainerRequestContext request) throws IOException {
    long maxBodyBytes = settings.get().maxBodyBytes();
    var bytes = request.getEntityStream().readNBytes((int) maxBodyBytes + 1);
    if (bytes.length > maxBodyBytes) {
      throw Refusal.of(BODY_TOO_LARGE, "the body is larger than " + maxBodyBytes + " bytes");
    }
    request.setEntityStream(new ByteArrayInputStream(bytes));
    return bytes;
  }

  private static String hash(ContainerRequestContext request, byte[] body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var uri = request.getUriInfo().getRequestUri();
      var address = uri.getRawPath() + "?" + Optional.ofNullable(uri.getRawQuery()).orElse("");
      digest.update((request.getMethod() + " " + address + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
