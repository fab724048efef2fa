package io.signetmail.signer.keys;

import java.io.IOException;
import java.nio.file.Files;

/// The bearer token for key-service, read anew each time: a file may be replaced while we run.
record KeyServiceToken(KeyServiceSettings settings) {
  String read() throws IOException {
    var file = settings.tokenFile();
    return file.isPresent() ? Files.readString(file.get()).strip() : settings.token().orElse("");
  }
}
