package io.signetmail.signer.keys;

import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.RemoteKey;
import java.security.InvalidKeyException;

/// A key that never leaves key-service, for the one user and sender domain it was found for.
@SuppressWarnings("serial") // a PrivateKey is Serializable, this one is never written anywhere
final class KeyServiceKey implements RemoteKey {
  private final HttpSigning signing;
  private final KeyQuestion question;
  private final String selector;
  private final Algorithm algorithm;

  KeyServiceKey(HttpSigning signing, KeyQuestion question, String selector, Algorithm algorithm) {
    this.signing = signing;
    this.question = question;
    this.selector = selector;
    this.algorithm = algorithm;
  }

  @Override
  public Algorithm signatureAlgorithm() {
    return algorithm;
  }

  @Override
  public byte[] sign(byte[] sha256) throws InvalidKeyException {
    return signing.sign(question, selector, algorithm, sha256);
  }

  @Override
  public String toString() {
    return "KeyServiceKey[" + selector + "]";
  }
}
