package io.signetmail.keys.signingkeys;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Hands private keys to signers. Every key that leaves is in the audit trail before it leaves.
@Singleton
public final class PrivateKeys {
  private final KeyStore store;
  private final Vault vault;
  private final InstantSource clock;

  public PrivateKeys(KeyStore store, Vault vault, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
  }

  /// A key and its private half.
  public record Opened(SigningKey key, PrivatePem privateKey) {}

  /// What a lookup found, opened.
  ///
  /// @param keys empty too when the keys of the domain never leave
  public record Answer(KeyLookup lookup, List<Opened> keys) {}

  public Answer find(Actor actor, UserName user, MailDomain sender) {
    actor.requireScope(sender);
    var lookup = explain(user, sender);
    lookup.keys().forEach(key -> actor.requireScope(key.domain()));
    if (lookup.keyNeverLeaves()) {
      return new Answer(lookup, List.of());
    }
    if (!lookup.keys().isEmpty()) {
      store.change(
          List.of(),
          transaction -> {
            transaction.changes().note(fetched(actor, user, lookup.keys()));
            return null;
          });
    }
    return new Answer(lookup, lookup.keys().stream().map(this::opened).toList());
  }

  /// The same lookup without opening anything.
  public KeyLookup explain(UserName user, MailDomain sender) {
    return store.read(transaction -> KeyLookup.of(transaction, user, sender));
  }

  private Opened opened(SigningKey key) {
    return new Opened(key, open(key, PrivatePem::of));
  }

  /// Gives the work the private half, which must not leave it.
  public <T> T use(SigningKey key, Function<PrivateKey, T> work) {
    return open(key, pkcs8 -> work.apply(KeyMaterial.privateKey(key.algorithm(), pkcs8)));
  }

  /// Gives the work the private half as DER, which is overwritten afterwards.
  private <T> T open(SigningKey key, Function<byte[], T> work) {
    var sealed =
        key.privateKey().orElseThrow(() -> new IllegalStateException("an active key is empty"));
    var pkcs8 = vault.open(key.id().vaultContext(), sealed);
    try {
      return work.apply(pkcs8);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private Change fetched(Actor actor, UserName user, List<SigningKey> keys) {
    var selectors =
        keys.stream().map(key -> key.selector().value()).collect(Collectors.joining(" "));
    var subject = Subject.domain(keys.getFirst().domain());
    return Change.of(subject, "key.fetched", actor, clock.instant())
        .with("selectors", selectors)
        .with("user", user);
  }
}
