package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.NewKey;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.users.UserName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A key to generate, or, with a private key, to import.
record NewKeyInput(
    @Nullable String algorithm,
    @Nullable String selector,
    @Nullable String user,
    @Nullable String privateKey,
    @Nullable String passphrase) {

  NewKey toNewKey() {
    return new NewKey(
        Optional.ofNullable(selector).map(text -> Selector.fromInput("selector", text)),
        Optional.ofNullable(user).map(text -> UserName.fromInput("user", text)),
        privateKey == null ? generated() : imported(privateKey));
  }

  private NewKey.Source generated() {
    if (passphrase != null) {
      throw Refusal.of(INVALID_REQUEST, "passphrase", "a passphrase needs a private key");
    }
    return new NewKey.Source.Generated(saidAlgorithm("algorithm").orElse(KeyAlgorithm.RSA_2048));
  }

  private NewKey.Source imported(String pem) {
    // An imported RSA key may have a size nobody would generate.
    return new NewKey.Source.Imported(
        pem, Optional.ofNullable(passphrase), saidAlgorithm("algorithm"));
  }

  private Optional<KeyAlgorithm> saidAlgorithm(String field) {
    return Optional.ofNullable(algorithm).map(text -> KeyAlgorithm.fromInput(field, text));
  }

  @Override
  public String toString() {
    return "NewKeyInput[secret]";
  }
}
