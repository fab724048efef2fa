package io.signetmail.keys.problems;

import java.net.URI;

/// Every kind of refusal a caller can get, with the HTTP status it is answered with.
///
/// The slug is part of the API: it never changes its meaning (RFC 9457 §3.1.1).
public enum ProblemType {
  INVALID_REQUEST(400, "invalid-request", "The request is not valid"),
  INVALID_JSON(400, "invalid-json", "The body is not valid JSON"),
  UNKNOWN_FIELD(400, "unknown-field", "The body has a field this call does not know"),
  INVALID_DOMAIN(400, "invalid-domain", "Not a domain name mail can be sent from"),
  INVALID_USER(400, "invalid-user", "Not a user name"),
  INVALID_SELECTOR(400, "invalid-selector", "Not a DKIM selector"),
  INVALID_KEY(422, "invalid-key", "Not a private key that can sign"),
  UNAUTHENTICATED(401, "unauthenticated", "A valid bearer token is needed"),
  FORBIDDEN(403, "forbidden", "The token may not do this"),
  UNKNOWN_DOMAIN(404, "unknown-domain", "No such domain"),
  UNKNOWN_USER(404, "unknown-user", "No such user"),
  UNKNOWN_KEY(404, "unknown-key", "No such key"),
  UNKNOWN_TOKEN(404, "unknown-token", "No such token"),
  NO_SIGNING_KEY(404, "no-signing-key", "No key signs for this user and domain"),
  UNKNOWN_ROTATION(404, "unknown-rotation", "No such rotation"),
  UNKNOWN_SCHEDULE(404, "unknown-schedule", "The domain has no rotation schedule"),
  UNKNOWN_DELEGATION(404, "unknown-delegation", "The domain is not delegated"),
  NOT_FOUND(404, "not-found", "There is nothing at this address"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This address does not know the method"),
  NOT_ACCEPTABLE(406, "not-acceptable", "Only JSON is spoken here"),
  SELECTOR_TAKEN(409, "selector-taken", "The selector is in use"),
  TOO_MANY_KEYS(409, "too-many-keys", "The domain has as many keys as it may have"),
  WRONG_STATE(409, "wrong-state", "The key's state does not allow this"),
  IDEMPOTENCY_KEY_IN_USE(409, "idempotency-key-in-use", "The same call is being worked on"),
  ROTATION_RUNNING(409, "rotation-running", "Another rotation of this kind of key runs"),
  NO_FREE_SLOT(409, "no-free-slot", "Both selector slots are in use"),
  DELEGATION_OFF(409, "delegation-off", "This installation has no zone for delegated keys"),
  DELEGATION_IN_USE(409, "delegation-in-use", "Keys in the delegated slots are still needed"),
  BODY_TOO_LARGE(413, "body-too-large", "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "Only JSON is spoken here"),
  IDEMPOTENCY_KEY_REUSED(422, "idempotency-key-reused", "The key was used for another call"),
  TOO_MANY_REQUESTS(429, "too-many-requests", "Too many requests"),
  INTERNAL_ERROR(500, "internal-error", "The service failed"),
  UNAVAILABLE(503, "unavailable", "The service cannot answer now");

  private final int status;
  private final String slug;
  private final String title;

  ProblemType(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public URI uri() {
    return URI.create("https://signetmail.io/problems/" + slug);
  }
}
