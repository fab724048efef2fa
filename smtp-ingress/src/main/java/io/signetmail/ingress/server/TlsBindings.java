package io.signetmail.ingress.server;

import io.signetmail.ingress.sasl.ChannelBindings;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a TLS session of ours can be bound to: `tls-exporter` with TLS 1.3 (RFC 9266) and
/// `tls-server-end-point` (RFC 5929 §4). Not `tls-unique`: TLS 1.3 has none, and JSSE does not show
/// it for TLS 1.2.
final class TlsBindings {
  private static final Logger LOG = LoggerFactory.getLogger(TlsBindings.class);

  /// RFC 9266 §2, with an empty context.
  private static final String LABEL = "EXPORTER-Channel-Binding";

  private static final int EXPORTED_OCTETS = 32;

  private TlsBindings() {}

  static ChannelBindings of(SSLSession session) {
    var found = new HashMap<String, String>();
    exported(session).ifPresent(v -> found.put(ChannelBindings.EXPORTER, encoded(v)));
    endPoint(session).ifPresent(v -> found.put(ChannelBindings.END_POINT, encoded(v)));
    return new ChannelBindings(found);
  }

  private static Optional<byte[]> exported(SSLSession session) {
    if (!session.getProtocol().equals("TLSv1.3")
        || !(session instanceof ExtendedSSLSession extended)) {
      return Optional.empty();
    }
    try {
      return Optional.of(extended.exportKeyingMaterialData(LABEL, new byte[0], EXPORTED_OCTETS));
    } catch (SSLException | UnsupportedOperationException e) {
      LOG.warn("no {} for this connection: {}", ChannelBindings.EXPORTER, e.toString());
      return Optional.empty();
    }
  }

  private static Optional<byte[]> endPoint(SSLSession session) {
    var local = session.getLocalCertificates();
    if (local == null || local.length == 0 || !(local[0] instanceof X509Certificate certificate)) {
      return Optional.empty();
    }
    try {
      var hash = hash(certificate.getSigAlgName());
      return hash.isEmpty()
          ? Optional.empty()
          : Optional.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      LOG.warn("no {} for this connection: {}", ChannelBindings.END_POINT, e.toString());
      return Optional.empty();
    }
  }

  /// RFC 5929 §4.1: the hash of the certificate's signature, SHA-256 for weaker ones; none when the
  /// signature has no single hash of its own.
  private static Optional<String> hash(String signature) {
    var name = signature.toUpperCase(Locale.ROOT);
    int with = name.indexOf("WITH");
    if (with < 0) {
      return Optional.empty();
    }
    return switch (name.substring(0, with)) {
      case "MD5", "SHA1", "SHA256" -> Optional.of("SHA-256");
      case "SHA384" -> Optional.of("SHA-384");
      case "SHA512" -> Optional.of("SHA-512");
      default -> Optional.empty();
    };
  }

  private static String encoded(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
