package io.signetmail.relay;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.signetmail.testkit.Database;
import io.signetmail.testkit.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.Flyway;

/// Our tables in a real PostgreSQL, over the pool that ships, set as Quarkus sets it.
public final class TestDatabase {
  private TestDatabase() {}

  /// A pool over an empty schema with our tables. The caller closes it.
  public static AgroalDataSource empty(EmbeddedPostgres postgres) {
    var dataSource = pool(postgres.emptySchema("relay"));
    var _ = Flyway.configure().dataSource(dataSource).schemas("relay").load().migrate();
    return dataSource;
  }

  public static AgroalDataSource pool(Database database) {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(16)
                    .exceptionSorter(new PostgreSQLExceptionSorter())
                    .connectionValidator(ConnectionValidator.defaultValidator())
                    .idleValidationTimeout(Duration.ofMillis(500))
                    .acquisitionTimeout(Duration.ofSeconds(4))
                    .connectionFactoryConfiguration(factory ->
                        factory
                            .jdbcUrl(database.jdbcUrl())
                            .principal(new NamePrincipal(database.user()))
                            .credential(new SimplePassword(database.password()))));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
