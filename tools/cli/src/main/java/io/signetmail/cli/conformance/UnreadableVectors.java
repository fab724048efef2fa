package io.signetmail.cli.conformance;

import java.io.IOException;

/// A file of a corpus that cannot be read; the message names the file and the position.
public final class UnreadableVectors extends IOException {
  UnreadableVectors(String file, String position, String problem) {
    super(file + (position.isEmpty() ? "" : ", " + position) + ": " + problem);
  }
}
