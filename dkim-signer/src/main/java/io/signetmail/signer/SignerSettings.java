package io.signetmail.signer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Settings of the signer.
@ConfigMapping(prefix = "signet.signer")
public interface SignerSettings {
  /// Stable name of this instance; a restart under the same name ends its predecessor's open
  /// transaction at once. No two running instances may share it. Default: the host name.
  Optional<String> instance();

  /// Most messages in one transaction.
  @WithDefault("100")
  int batch();

  /// How long a batch may take to be signed; what is not done by then waits for its next try. Far
  /// below the 5 minutes after which Kafka gives the work to another instance.
  @WithDefault("60s")
  Duration batchPatience();

  /// How long a message that could not be signed waits before its second try; then longer each
  /// time.
  @WithDefault("30s")
  Duration retryDelay();

  /// The longest it waits between two tries.
  @WithDefault("1h")
  Duration longestRetryDelay();

  /// How often mail that is signed is deleted from mail.sign and mail.sign.retry.
  @WithDefault("30s")
  Duration trimEvery();

  /// Age at which a message that still cannot be signed becomes a dead letter.
  @WithDefault("5d")
  Duration giveUpAfter();

  /// Life of a signature: `x=` is this much after `t=`.
  @WithDefault("14d")
  Duration signatureLifetime();

  /// How long a fetched key is used before it is asked for again.
  @WithDefault("60s")
  Duration keyLifetime();

  /// How long a fetched key is used at most while key-service is away.
  @WithDefault("24h")
  Duration staleKeyLifetime();
}
