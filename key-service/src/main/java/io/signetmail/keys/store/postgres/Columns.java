package io.signetmail.keys.store.postgres;

import io.signetmail.keys.vault.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Column values as our types.
final class Columns {
  private Columns() {}

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime timestamp(Optional<Instant> instant) {
    return instant.map(Columns::timestamp).orElse(null);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static byte @Nullable [] bytes(Optional<Sealed> sealed) {
    return sealed.map(Sealed::bytes).orElse(null);
  }

  static Optional<Sealed> sealed(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBytes(column)).map(Sealed::of);
  }
}
