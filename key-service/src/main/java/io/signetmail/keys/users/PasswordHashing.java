package io.signetmail.keys.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Makes and checks password verifiers.
///
/// Argon2id with 19 MiB, 2 passes, 1 lane (RFC 9106 §4 leaves the choice to the service; these are
/// OWASP's smallest). Every run holds its memory, so only a few run at once. Safe for use by many
/// threads.
public final class PasswordHashing {
  private static final int MEMORY_KIB = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int WAIT_SECONDS = 5;
  private static final Pattern PHC =
      Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d+),t=(\\d+),p=(\\d+)\\$([^$]+)\\$([^$]+)");

  private final SecureRandom random;
  private final Semaphore running;
  private final ScramVerifier scram;

  public PasswordHashing(SecureRandom random, int atOnce) {
    this.random = random;
    this.running = new Semaphore(atOnce);
    this.scram = new ScramVerifier(random);
  }

  PasswordVerifiers verifiers(Password password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var hash = argon2(password, new Cost(MEMORY_KIB, PASSES, LANES), salt, HASH_BYTES);
    var phc =
        "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
            .formatted(MEMORY_KIB, PASSES, LANES, base64(salt), base64(hash));
    return new PasswordVerifiers(phc, scram.of(password));
  }

  boolean matches(Password password, PasswordVerifiers verifiers) {
    var phc = PHC.matcher(verifiers.argon2id());
    if (!phc.matches()) {
      throw new IllegalStateException("a stored password verifier is damaged");
    }
    var cost =
        new Cost(
            Integer.parseInt(phc.group(1)),
            Integer.parseInt(phc.group(2)),
            Integer.parseInt(phc.group(3)));
    var expected = Base64.getDecoder().decode(phc.group(5));
    var salt = Base64.getDecoder().decode(phc.group(4));
    return MessageDigest.isEqual(expected, argon2(password, cost, salt, expected.length));
  }

  /// Takes as long as checking a real password, so that a guess does not tell whether a user
  /// exists.
  void pretend(Password password) {
    var unused =
        argon2(
            password,
            new Cost(MEMORY_KIB, PASSES, LANES),
            "no such user ----".getBytes(UTF_8),
            HASH_BYTES);
    java.util.Arrays.fill(unused, (byte) 0);
  }

  private record Cost(int memoryKib, int passes, int lanes) {}

  private byte[] argon2(Password password, Cost cost, byte[] salt, int length) {
    acquire();
    try {
      var generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(cost.memoryKib())
              .withIterations(cost.passes())
              .withParallelism(cost.lanes())
              .withSalt(salt)
              .build());
      var hash = new byte[length];
      generator.generateBytes(password.bytes(), hash);
      return hash;
    } finally {
      running.release();
    }
  }

  private void acquire() {
    try {
      if (!running.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw Refusal.of(ProblemType.TOO_MANY_REQUESTS, "too many passwords are being checked");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Refusal.of(ProblemType.UNAVAILABLE, "the service is stopping");
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }
}
