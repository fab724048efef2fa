package io.signetmail.ingress.http;

import io.signetmail.smtp.Reply;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// An answer that says no (RFC 9457). Printing one shows what its client sees.
///
/// @param type the last part of the problem's URN
record Problem(int status, String type, String title, String detail) {
  private static final String JSON = "application/problem+json";

  /// Seconds a client waits before it tries again what may work then.
  private static final int RETRY = 30;

  static final Problem NO_TLS =
      new Problem(
          403,
          "https-required",
          "HTTPS required",
          "a password came in the clear; use https, and change the password");
  static final Problem NOT_FOUND =
      new Problem(404, "not-found", "Not found", "mail is not taken over HTTP here");
  static final Problem NO_CREDENTIALS =
      new Problem(
          401, "unauthorized", "Unauthorized", "user and password of a submission user are needed");
  static final Problem BAD_CREDENTIALS =
      new Problem(401, "unauthorized", "Unauthorized", "user or password is not valid");
  static final Problem TOO_MANY_FAILURES =
      new Problem(
          429, "too-many-requests", "Too many requests", "too many failed logins, wait a while");
  static final Problem TOO_MANY_MESSAGES =
      new Problem(
          429,
          "too-many-requests",
          "Too many requests",
          "too many messages from your network, try again in a minute");
  static final Problem CANNOT_CHECK =
      new Problem(
          503, "unavailable", "Unavailable", "the login cannot be checked now, try again later");
  static final Problem NO_LENGTH =
      new Problem(411, "length-required", "Length required", "send the message with its length");
  static final Problem CUT =
      new Problem(400, "bad-request", "Bad request", "the message ended before its length");
  static final Problem BUSY =
      new Problem(
          409, "in-progress", "Conflict", "a request with this Idempotency-Key is being worked on");
  static final Problem OTHER_BODY =
      new Problem(
          422,
          "idempotency-key-reused",
          "Idempotency-Key reused",
          "this Idempotency-Key was used for another message");

  static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", "Bad request", detail);
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "forbidden", "Forbidden", detail);
  }

  static Problem tooLarge(String detail) {
    return new Problem(413, "too-large", "Content too large", detail);
  }

  /// The same refusal as over SMTP.
  static Problem of(Reply reply) {
    if (reply.transientFailure()) {
      return new Problem(503, "unavailable", "Unavailable", reply.text());
    }
    boolean notAllowed = reply.enhanced().filter(e -> e.subject() == 7).isPresent();
    return switch (reply.code()) {
      case 552 -> tooLarge(reply.text());
      default ->
          notAllowed
              ? forbidden(reply.text())
              : new Problem(422, "refused", "Message refused", reply.text());
    };
  }

  Response response() {
    var body =
        Map.of(
            "type",
            "urn:signet:problem:" + type,
            "title",
            title,
            "status",
            status,
            "detail",
            detail);
    var response = Response.status(status).type(JSON).entity(body);
    return switch (status) {
      // RFC 9110 §11.6.1: a 401 says how to authenticate. RFC 7617 §2.1: names are UTF-8.
      case 401 ->
          response.header("WWW-Authenticate", "Basic realm=\"signet\", charset=\"UTF-8\"").build();
      case 429, 503 -> response.header("Retry-After", RETRY).build();
      default -> response.build();
    };
  }
}
