package io.signetmail.relay.store;

import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Everything this service keeps, over one data source whose schema is `relay`.
public final class RelayDatabase {
  private final Jdbi jdbi;

  public RelayDatabase(DataSource dataSource) {
    this.jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
  }

  public PostgresQueue queue() {
    return new PostgresQueue(jdbi);
  }

  public IntakeStore intake() {
    return new IntakeStore(jdbi);
  }

  public TrimStore trim(String consumerGroup) {
    return new TrimStore(jdbi, consumerGroup);
  }

  public QueueReport report() {
    return new QueueReport(jdbi);
  }

  public QueueVerbs verbs() {
    return new QueueVerbs(jdbi);
  }
}
