package io.signetmail.relay;

import io.signetmail.relay.store.QueueReport;
import io.signetmail.relay.store.QueueVerbs;
import io.signetmail.relay.store.RelayDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import javax.sql.DataSource;

/// What the resources are given.
@ApplicationScoped
class RelayBeans {

  @Produces
  @Singleton
  QueueReport report(DataSource database) {
    return new RelayDatabase(database).report();
  }

  @Produces
  @Singleton
  QueueVerbs verbs(DataSource database) {
    return new RelayDatabase(database).verbs();
  }

  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }
}
