package io.signetmail.ingress.http;

import io.signetmail.ingress.session.Peer;
import io.signetmail.ingress.session.TlsFacts;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a client asked, before anything about it is believed. Printing it shows no password.
///
/// @param length of the body, negative when the client did not say
record HttpRequest(
    Peer peer,
    Optional<TlsFacts> tls,
    @Nullable String authorization,
    @Nullable String from,
    List<String> to,
    @Nullable String idempotencyKey,
    long length,
    InputStream body) {
  HttpRequest {
    to = List.copyOf(to);
  }

  @Override
  public String toString() {
    return "HttpRequest[" + peer + "]";
  }
}
