package io.signetmail.ingress;

import io.signetmail.ingress.milter.MilterQuarantine;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of the milter listener.
@ConfigMapping(prefix = "signet.milter")
interface MilterSettings {
  /// -1 is off, 0 lets the system choose.
  @WithDefault("-1")
  int port();

  /// Address to listen on.
  @WithDefault("127.0.0.1")
  String listenAddress();

  /// MTAs that may connect, as address ranges: whoever connects can have mail signed as any user.
  @WithDefault("127.0.0.0/8,::1")
  List<String> allowFrom();

  /// Connections at a time; an MTA needs one for each of its SMTP sessions.
  @WithDefault("1000")
  int maxConnections();

  /// `header` marks a message that is to be put aside, `hold` also has the MTA hold it.
  @WithDefault("header")
  MilterQuarantine quarantine();

  /// Deadline for a command: longer than the MTA waits for its own client.
  @WithDefault("10m")
  Duration idleTimeout();

  /// Bearer token of role signer, for signatures; better in a file.
  Optional<String> signerToken();

  /// File with the token, read anew for every question.
  Optional<Path> signerTokenFile();

  /// Life of a signature; rotation relies on `signet.keys.rotation.signature-lifetime` being at
  /// least as long.
  @WithDefault("${signet.signer.signature-lifetime:14d}")
  Duration signatureLifetime();
}
