package io.signetmail.ingress.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A self-signed certificate for localhost, made by keytool, as PEM files.
public record TestCertificate(Path certificate, Path key, SSLContext trust) {

  /// Makes one in a folder.
  public static TestCertificate in(Path folder) {
    return in(folder, "localhost");
  }

  /// For these names.
  static TestCertificate in(Path folder, String... names) {
    return in(folder, List.of(names));
  }

  private static TestCertificate in(Path folder, List<String> names) {
    try {
      return make(folder, names);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static TestCertificate make(Path folder, List<String> names)
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = folder.resolve("test.p12");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "t",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN="
                    + names.stream().map(n -> "dns:" + n).collect(Collectors.joining(","))
                    + ",ip:127.0.0.1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    var certificate = pem(folder, "CERTIFICATE", keys.getCertificate("t").getEncoded());
    var key = pem(folder, "PRIVATE KEY", keys.getKey("t", "changeit".toCharArray()).getEncoded());
    return new TestCertificate(certificate, key, trust(keys));
  }

  private static SSLContext trust(KeyStore keys) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("t", keys.getCertificate("t"));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Path pem(Path folder, String type, byte[] der) throws IOException {
    var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    var file = folder.resolve(type.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".pem");
    return Files.writeString(
        file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
  }
}
