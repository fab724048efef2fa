package io.signetmail.keys;

import io.signetmail.keys.signingkeys.SelectorTemplate;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.store.postgres.PostgresKeyStore;
import io.signetmail.keys.store.postgres.SchemaMigration;
import io.signetmail.keys.users.PasswordHashing;
import io.signetmail.keys.vault.MasterKeyFiles;
import io.signetmail.keys.vault.Vault;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Puts the parts together that take more than their own constructor.
@Singleton
final class Wiring {
  /// PostgreSQL keeps microseconds; what we hand out must equal what we read back.
  @Produces
  @Singleton
  InstantSource clock() {
    return java.time.Clock.tick(java.time.Clock.systemUTC(), java.time.Duration.ofNanos(1000));
  }

  @Produces
  @Singleton
  SecureRandom random() {
    return new SecureRandom();
  }

  /// At startup, so that a missing master key is found before the first request.
  @Produces
  @Singleton
  @Startup
  Vault vault(KeySettings settings, SecureRandom random) {
    return new Vault(
        MasterKeyFiles.current(settings, random), MasterKeyFiles.previous(settings), random);
  }

  @Produces
  @Singleton
  KeyStore store(DataSource dataSource, SchemaMigration migration) {
    var jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    return new PostgresKeyStore(jdbi, migration::isMigrated);
  }

  @Produces
  @Singleton
  PasswordHashing hashing(SecureRandom random) {
    return new PasswordHashing(random, Math.max(2, Runtime.getRuntime().availableProcessors()));
  }

  @Produces
  @Singleton
  SelectorTemplate selectorTemplate(KeySettings settings) {
    return new SelectorTemplate(settings.selectorTemplate());
  }
}
