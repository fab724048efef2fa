package io.signetmail.auth.dkim;

/// Takes canonical bytes as they come.
@FunctionalInterface
public interface ByteSink {
  void write(byte[] source, int from, int to);
}
