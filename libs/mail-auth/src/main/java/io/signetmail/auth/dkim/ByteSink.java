package io.signetmail.auth.dkim;

/// Takes canonical bytes as they come.
@FunctionalInterface
interface ByteSink {
  void write(byte[] source, int from, int to);
}
