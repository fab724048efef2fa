package io.signetmail.ingress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/// Settings of `POST /v1/messages`, which is served where health and metrics are.
@ConfigMapping(prefix = "signet.http")
interface HttpSettings {
  /// Whether mail is taken over HTTP at all.
  @WithDefault("true")
  boolean enabled();

  /// Clients, as address ranges, that may come without TLS: their passwords are in the clear.
  @WithDefault("127.0.0.0/8,::1")
  List<String> plaintextFrom();
}
