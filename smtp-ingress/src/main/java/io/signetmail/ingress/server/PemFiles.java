package io.signetmail.ingress.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate chain and its PKCS #8 key from two PEM files, read again when they change.
/// Thread-safe.
///
/// Files that cannot be used leave the last good certificate in place; connections that are open
/// keep theirs.
public final class PemFiles implements TlsContexts {
  private static final Logger LOG = LoggerFactory.getLogger(PemFiles.class);
  private static final long CHECK_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private final Path certificate;
  private final Path key;
  private @Nullable SSLContext context;
  private @Nullable Stamp loaded;
  private long nextCheck;

  private record Stamp(FileTime certificate, FileTime key) {}

  /// Reads these when asked for the first time.
  public PemFiles(Path certificate, Path key) {
    this.certificate = certificate;
    this.key = key;
    this.nextCheck = System.nanoTime();
  }

  @Override
  public synchronized Optional<SSLContext> current() {
    if (System.nanoTime() - nextCheck >= 0) {
      nextCheck = System.nanoTime() + CHECK_NANOS;
      reload();
    }
    return Optional.ofNullable(context);
  }

  private void reload() {
    try {
      var stamp = new Stamp(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
      if (!stamp.equals(loaded)) {
        context = load();
        loaded = stamp;
        LOG.info("TLS certificate read from {}", certificate);
      }
    } catch (IOException | GeneralSecurityException e) {
      // The message of a key that cannot be parsed says nothing about its content.
      LOG.error(
          "TLS certificate {} or its key {} cannot be used: {}", certificate, key, e.toString());
    }
  }

  private SSLContext load() throws IOException, GeneralSecurityException {
    List<? extends Certificate> chain;
    try (var in = new ByteArrayInputStream(Files.readAllBytes(certificate))) {
      chain = List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
    if (chain.isEmpty()) {
      throw new GeneralSecurityException("no certificate in the file");
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    var none = new char[0];
    store.setKeyEntry(
        "server", privateKey(chain.getFirst()), none, chain.toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, none);
    var fresh = SSLContext.getInstance("TLS");
    fresh.init(keys.getKeyManagers(), null, null);
    return fresh;
  }

  private PrivateKey privateKey(Certificate owner) throws IOException, GeneralSecurityException {
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
