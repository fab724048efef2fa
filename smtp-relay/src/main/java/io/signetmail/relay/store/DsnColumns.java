package io.signetmail.relay.store;

import static java.util.stream.Collectors.joining;

import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.DsnRequest.Notify;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The DSN request of a recipient as two columns, null when nothing was asked.
final class DsnColumns {
  private DsnColumns() {}

  static @Nullable String notify(DsnRequest dsn) {
    return dsn.notifyOn().isEmpty()
        ? null
        : dsn.notifyOn().stream().map(Notify::name).sorted().collect(joining(","));
  }

  static DsnRequest read(ResultSet row) throws SQLException {
    var notifyOn = EnumSet.noneOf(Notify.class);
    var column = row.getString("notify");
    if (column != null) {
      for (var name : column.split(",", -1)) {
        notifyOn.add(Notify.valueOf(name));
      }
    }
    return new DsnRequest(notifyOn, Optional.ofNullable(row.getString("orcpt")));
  }
}
