package io.signetmail.kit;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.RuntimeCryptoException;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts Amazon Corretto Crypto Provider in front of the JDK's providers: RSA-2048 signing at
/// OpenSSL's speed, about twice the JDK's.
public final class FastCrypto {
  private static final Logger LOG = LoggerFactory.getLogger(FastCrypto.class);

  private FastCrypto() {}

  /// Installs it and says which provider does the signing. A machine where it cannot load runs on
  /// the JDK's providers: correct, slower, and said once, loudly.
  public static String install() {
    var trouble = trouble();
    if (trouble.isEmpty()) {
      LOG.info("signatures by {}", AmazonCorrettoCryptoProvider.PROVIDER_NAME);
      return AmazonCorrettoCryptoProvider.PROVIDER_NAME;
    }
    Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
    LOG.warn(
        "!! Amazon Corretto Crypto Provider does not load ({}): RSA runs on the JDK, at about half"
            + " the speed",
        trouble);
    return "JDK";
  }

  private static String trouble() {
    try {
      AmazonCorrettoCryptoProvider.install();
      var provider = AmazonCorrettoCryptoProvider.INSTANCE;
      var loading = provider.getLoadingError();
      if (loading != null) {
        return String.valueOf(loading.getMessage());
      }
      return provider.runSelfTests() == SelfTestStatus.PASSED ? "" : "its self-tests fail";
    } catch (RuntimeCryptoException | LinkageError e) {
      return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
  }
}
