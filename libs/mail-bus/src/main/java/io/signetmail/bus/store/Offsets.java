package io.signetmail.bus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How far a group has read, kept beside what it has stored.
///
/// Table (each service's Flyway migration creates it): `consumed_offsets(consumer_group text, topic
/// text, partition int, next_offset bigint, primary key (consumer_group, topic, partition))`.
public final class Offsets {
  /// No stored position is that.
  private static final long NOWHERE = -1;

  private Offsets() {}

  /// The offsets of one batch.
  ///
  /// @param abandoned stored positions that lie beyond the end of their log and are given up
  public record Advance(String group, List<Move> moves, Map<TopicPartition, Long> abandoned) {
    public Advance {
      moves = List.copyOf(moves);
      abandoned = Map.copyOf(abandoned);
    }

    public Advance(String group, List<Move> moves) {
      this(group, moves, Map.of());
    }
  }

  /// One partition moves on.
  ///
  /// @param first offset of the first record of the batch
  /// @param next offset to read next
  public record Move(TopicPartition partition, long first, long next) {}

  public static Map<TopicPartition, Long> load(
      Connection connection, String group, Collection<TopicPartition> partitions)
      throws SQLException {
    var positions = new HashMap<TopicPartition, Long>();
    try (var query =
        connection.prepareStatement(
            "select next_offset from consumed_offsets"
                + " where consumer_group = ? and topic = ? and partition = ?")) {
      for (var partition : partitions) {
        query.setString(1, group);
        query.setString(2, partition.topic());
        query.setInt(3, partition.partition());
        try (var rows = query.executeQuery()) {
          if (rows.next()) {
            positions.put(partition, rows.getLong(1));
          }
        }
      }
    }
    return positions;
  }

  /// Moves the offsets within the caller's transaction.
  ///
  /// @throws StaleReader when another member has read on from here since: the caller lost the
  ///   partition without knowing, and its batch must not be stored
  public static void save(Connection connection, Advance advance) throws SQLException {
    try (var update =
        connection.prepareStatement(
            "insert into consumed_offsets as o (consumer_group, topic, partition, next_offset)"
                + " values (?, ?, ?, ?)"
                + " on conflict (consumer_group, topic, partition)"
                + " do update set next_offset = excluded.next_offset"
                + " where o.next_offset <= ? or o.next_offset = ?")) {
      for (var move : advance.moves()) {
        update.setString(1, advance.group());
        update.setString(2, move.partition().topic());
        update.setInt(3, move.partition().partition());
        update.setLong(4, move.next());
        update.setLong(5, move.first());
        update.setLong(6, advance.abandoned().getOrDefault(move.partition(), NOWHERE));
        if (update.executeUpdate() != 1) {
          throw new StaleReader(move.partition() + " was read on by another member");
        }
      }
    }
  }

  /// The caller no longer owns the partition.
  public static final class StaleReader extends SQLException {
    StaleReader(String message) {
      super(message);
    }
  }
}
