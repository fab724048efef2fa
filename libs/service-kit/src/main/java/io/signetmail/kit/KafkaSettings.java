package io.signetmail.kit;

import io.quarkus.runtime.configuration.MemorySize;
import io.signetmail.bus.kafka.KafkaConnection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/// How this service reaches Kafka.
@ConfigMapping(prefix = "signet.kafka")
public interface KafkaSettings {
  /// Brokers, `host:port`, comma separated.
  @WithDefault("localhost:9092")
  String bootstrap();

  /// Memory for records that wait for the broker; counts as a copy of the messages in flight.
  @WithDefault("128M")
  MemorySize bufferMemory();

  /// Further client properties, such as `security.protocol`; secrets by file or environment.
  Map<String, String> client();

  /// @param clientId name of the service, shown in the broker's logs
  default KafkaConnection connection(String clientId) {
    return new KafkaConnection(bootstrap(), clientId, client(), bufferMemory().asLongValue());
  }
}
