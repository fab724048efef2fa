package io.signetmail.ingress.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// A certificate chain and its PKCS #8 key in two PEM files.
public record PemPair(Path certificate, Path key) {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /// When the two files were changed last.
  record Stamp(FileTime certificate, FileTime key) {}

  Stamp stamp() throws IOException {
    return new Stamp(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
  }

  /// Reads both. The message of a key that cannot be parsed says nothing about its content.
  ServerIdentity load() throws IOException, GeneralSecurityException {
    List<X509Certificate> chain;
    try (var in = new ByteArrayInputStream(Files.readAllBytes(certificate))) {
      chain =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
    }
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("no certificate in the file");
    }
    return ServerIdentity.of(chain, privateKey(chain.getFirst()));
  }

  private PrivateKey privateKey(X509Certificate owner)
      throws IOException, GeneralSecurityException {
    var pem = PKCS8.matcher(Files.readString(key, StandardCharsets.US_ASCII));
    if (!pem.find()) {
      throw new GeneralSecurityException(
          "no PKCS #8 key (BEGIN PRIVATE KEY) in the file; openssl pkcs8 -topk8 -nocrypt makes one");
    }
    var encoded = Base64.getMimeDecoder().decode(pem.group(1));
    return KeyFactory.getInstance(owner.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
