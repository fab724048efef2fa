package io.signetmail.ingress;

import java.util.Optional;
import java.util.function.Supplier;

/// The bearer token for key-service, from the setting or its file.
record KeyServiceToken(IngressSettings.KeyService settings) implements Supplier<Optional<String>> {
  @Override
  public Optional<String> get() {
    return settings.token().or(() -> settings.tokenFile().flatMap(TokenFile::read));
  }

  @Override
  public String toString() {
    return "KeyServiceToken";
  }
}
