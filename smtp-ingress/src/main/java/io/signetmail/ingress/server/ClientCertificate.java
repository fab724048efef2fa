package io.signetmail.ingress.server;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The certificate of a client, known by its fingerprint. TLS has proven that the client has its
/// key; who made it does not matter, since only certificates that the operator has named mean
/// anything.
final class ClientCertificate {
  private ClientCertificate() {}

  /// SHA-256 in lower case hex; empty when the client showed none.
  static Optional<String> of(SSLSession session) {
    try {
      var shown = session.getPeerCertificates();
      return Optional.of(
          HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(shown[0].getEncoded())));
    } catch (SSLPeerUnverifiedException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256, or forgot a certificate", e);
    }
  }

  /// Lets a handshake go on with any certificate; nobody is believed for having one.
  static final class AnyMaker extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Its fingerprint decides.
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {
      // Its fingerprint decides.
    }

    @Override
    public void checkClientTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
      // Its fingerprint decides.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      throw new UnsupportedOperationException("this is a server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket) {
      throw new UnsupportedOperationException("this is a server");
    }

    @Override
    public void checkServerTrusted(
        X509Certificate[] chain, String type, @Nullable SSLEngine engine) {
      throw new UnsupportedOperationException("this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
