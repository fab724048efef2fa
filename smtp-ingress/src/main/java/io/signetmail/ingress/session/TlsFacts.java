package io.signetmail.ingress.session;

/// How a connection is encrypted.
public record TlsFacts(String protocol, String cipher) {
  @Override
  public String toString() {
    return protocol + " " + cipher;
  }
}
