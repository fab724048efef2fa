package io.signetmail.ingress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bearer token for key-service, from the setting or its file.
record KeyServiceToken(IngressSettings.KeyService settings) implements Supplier<Optional<String>> {
  private static final Logger LOG = LoggerFactory.getLogger(KeyServiceToken.class);

  @Override
  public Optional<String> get() {
    return settings.token().or(() -> settings.tokenFile().flatMap(KeyServiceToken::read));
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.US_ASCII).strip())
          .filter(t -> !t.isEmpty());
    } catch (IOException e) {
      LOG.error("token file cannot be read: {}", e.toString());
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "KeyServiceToken";
  }
}
