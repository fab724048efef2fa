package io.signetmail.bench.auth;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;

/// What no program can beat: one RSA-2048 operation of libcrypto over a digest that is there, and
/// one SHA-256 pass over the message, by the faster of the providers, objects kept.
final class Limit {
  private static final byte[] DIGEST = new byte[32];

  private final Signature signer;
  private final Signature verifier;
  private final byte[] signature;
  private final List<MessageDigest> digests;

  Limit(KeyPair key) throws GeneralSecurityException {
    signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key.getPrivate());
    signer.update(DIGEST);
    signature = signer.sign();
    verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key.getPublic());
    digests = new ArrayList<>();
    for (Provider provider : Security.getProviders("MessageDigest.SHA-256")) {
      digests.add(MessageDigest.getInstance("SHA-256", provider));
    }
  }

  /// Installs libcrypto where it loads; the name of who does RSA now.
  static String install() throws GeneralSecurityException {
    AmazonCorrettoCryptoProvider.install();
    if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
      Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    }
    return Signature.getInstance("SHA256withRSA").getProvider().getName();
  }

  Paired.Work signing(byte[] message) throws Exception {
    var digest = fastest(message);
    return () -> {
      digest.update(message);
      Kept.keep(digest.digest());
      rsaSign();
    };
  }

  Paired.Work verifying(byte[] message) throws Exception {
    var digest = fastest(message);
    return () -> {
      digest.update(message);
      Kept.keep(digest.digest());
      rsaVerify();
    };
  }

  void rsaSign() throws GeneralSecurityException {
    signer.update(DIGEST);
    Kept.keep(signer.sign());
  }

  void rsaVerify() throws GeneralSecurityException {
    verifier.update(DIGEST);
    if (!verifier.verify(signature)) {
      throw new IllegalStateException("its own signature");
    }
  }

  private MessageDigest fastest(byte[] message) throws Exception {
    MessageDigest fastest = digests.getFirst();
    double best = Double.MAX_VALUE;
    for (var digest : digests) {
      double nanos =
          Paired.measure(
              () -> {
                digest.update(message);
                Kept.keep(digest.digest());
              },
              3);
      if (nanos < best) {
        best = nanos;
        fastest = digest;
      }
    }
    return fastest;
  }
}
