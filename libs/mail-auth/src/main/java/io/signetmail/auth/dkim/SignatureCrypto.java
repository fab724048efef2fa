package io.signetmail.auth.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/// RSA and Ed25519 over canonical bytes, by JCA name: the first provider that can, does.
public final class SignatureCrypto {
  private SignatureCrypto() {}

  /// False for a signature that is not right, whatever is wrong with it.
  public static boolean verifies(
      Algorithm algorithm, PublicKey key, CanonicalBytes data, byte[] signature) {
    try {
      var verifier = Signature.getInstance(algorithm.jcaName());
      verifier.initVerify(key);
      feed(algorithm, data, verifier);
      return verifier.verify(signature);
    } catch (SignatureException | InvalidKeyException _) {
      return false; // wrong length, broken padding, a key the provider finds unusable
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no provider for " + algorithm.jcaName(), e);
    }
  }

  /// Signs; fails for a key that does not fit the algorithm.
  public static byte[] sign(Algorithm algorithm, PrivateKey key, CanonicalBytes data)
      throws InvalidKeyException {
    if (key instanceof RemoteKey remote) {
      var digest = BodyHash.sha256();
      digest.update(data.array(), 0, data.length());
      return remote.sign(digest.digest());
    }
    try {
      var signer = Signature.getInstance(algorithm.jcaName());
      signer.initSign(key);
      feed(algorithm, data, signer);
      return signer.sign();
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + algorithm.jcaName(), e);
    }
  }

  private static void feed(Algorithm algorithm, CanonicalBytes data, Signature signature)
      throws SignatureException {
    switch (algorithm) {
      case RSA_SHA256 -> signature.update(data.array(), 0, data.length());
      case ED25519_SHA256 -> {
        // RFC 8463 §3: PureEdDSA over the SHA-256 hash, not over the data
        var digest = BodyHash.sha256();
        digest.update(data.array(), 0, data.length());
        signature.update(digest.digest());
      }
    }
  }
}
