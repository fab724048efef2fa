package io.signetmail.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// Secrets of one data directory, each in a file only its owner can read, made once.
public final class SecretFiles {
  private static final int KEY_BYTES = 32;

  private final Path directory;
  private final SecureRandom random;

  public static SecretFiles of(DataDirectory data) {
    return new SecretFiles(data, new SecureRandom());
  }

  SecretFiles(DataDirectory data, SecureRandom random) {
    this.directory = data.secrets();
    this.random = random;
  }

  /// The 32 bytes that wrap private keys at rest, as base64.
  Path masterKey() throws IOException {
    return once("master.key", Base64.getEncoder()::encodeToString);
  }

  /// The token of the administrator, who can do everything.
  public Path adminToken() throws IOException {
    return once(
        "admin.token", bytes -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// Where a service's own token is, or will be once key-service has issued it.
  Path token(String name) {
    return directory.resolve(name + ".token");
  }

  public Path certificate() {
    return directory.resolve("submission.crt");
  }

  Path certificateKey() {
    return directory.resolve("submission.key");
  }

  /// The private key with which the demo signs as the honest stranger.
  public Path honestKey() {
    return directory.resolve("honest.key");
  }

  static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  static Optional<String> readIfPresent(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /// Writes a secret so that it is never readable for others and never half there.
  void write(Path file, String secret) throws IOException {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var partial = directory.resolve(file.getFileName() + ".part");
    Files.deleteIfExists(partial);
    Files.createFile(partial, onlyOwner);
    Files.write(partial, (secret.strip() + "\n").getBytes(StandardCharsets.US_ASCII));
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path once(String name, java.util.function.Function<byte[], String> text)
      throws IOException {
    var file = directory.resolve(name);
    if (Files.notExists(file)) {
      var bytes = new byte[KEY_BYTES];
      random.nextBytes(bytes);
      write(file, text.apply(bytes));
    }
    return file;
  }
}
