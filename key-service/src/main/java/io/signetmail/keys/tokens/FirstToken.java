package io.signetmail.keys.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signetmail.keys.KeySettings;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Sees to it that somebody can make the first call.
///
/// A token given by a setting is always an admin token. Without one, and while no admin token
/// exists, a new one goes into a file only its owner can read. It is never printed.
@Singleton
public final class FirstToken {
  private static final Logger LOG = Logger.getLogger(FirstToken.class);
  private static final String GIVEN_ID = "bootstrap";
  private static final String MADE_ID = "first-admin";

  /// Shorter ones can be guessed from their hash.
  private static final int MIN_CHARS = 24;

  private final Tokens tokens;
  private final KeySettings settings;
  private final SecureRandom random;

  public FirstToken(Tokens tokens, KeySettings settings, SecureRandom random) {
    this.tokens = tokens;
    this.settings = settings;
    this.random = random;
  }

  /// Can be called at every start.
  public void ensure() {
    var given = settings.bootstrapToken().or(() -> settings.bootstrapTokenFile().map(this::read));
    if (given.isPresent()) {
      install(given.get().strip());
    } else if (!tokens.hasAdmin()) {
      write(TokenSecret.random(random));
    }
  }

  private void install(String secret) {
    if (secret.length() < MIN_CHARS) {
      LOG.warnf("the bootstrap token is shorter than %d characters, it can be guessed", MIN_CHARS);
    }
    tokens.install(GIVEN_ID, admin("bootstrap"), new TokenSecret(secret));
  }

  private void write(TokenSecret secret) {
    var file = settings.firstTokenFile().toAbsolutePath();
    try {
      var ownerOnly = PosixFilePermissions.fromString("rw-------");
      var parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      // The file is there before the token works: a crash in between leaves a file with a token
      // nobody knows, and the next start writes a new one.
      var fresh =
          Files.createTempFile(
              parent,
              file.getFileName() + ".",
              ".new",
              PosixFilePermissions.asFileAttribute(ownerOnly));
      Files.writeString(fresh, secret.text() + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the first admin token to " + file, e);
    }
    tokens.install(MADE_ID, admin("first-admin"), secret);
    LOG.infof("the first admin token is in %s", file);
  }

  private String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the bootstrap token from " + file, e);
    }
  }

  private static Tokens.NewToken admin(String name) {
    return new Tokens.NewToken(name, Role.ADMIN, Scope.EVERYTHING, Optional.empty());
  }
}
