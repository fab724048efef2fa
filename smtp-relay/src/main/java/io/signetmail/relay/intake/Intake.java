package io.signetmail.relay.intake;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.store.Offsets;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.worker.DeadLetters;
import io.signetmail.bus.worker.StoredBatch;
import io.signetmail.bus.worker.StoredHandler;
import io.signetmail.relay.delivery.BodyCache;
import io.signetmail.relay.queue.Arrival;
import io.signetmail.relay.store.IntakeStore;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores what arrives on mail.inbound and mail.outbound as rows, together with how far was read.
///
/// Called by the worker loop's thread. Bodies stay in Kafka; the newest are also kept in memory for
/// their first attempt.
public final class Intake implements StoredHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final String SERVICE = Groups.RELAY;

  private final IntakeStore store;
  private final BodyCache cache;
  private final DurableProducer producer;
  private final InstantSource clock;
  private final Runnable arrived;

  /// @param arrived called when something new was stored
  public Intake(
      IntakeStore store,
      BodyCache cache,
      DurableProducer producer,
      InstantSource clock,
      Runnable arrived) {
    this.store = store;
    this.cache = cache;
    this.producer = producer;
    this.clock = clock;
    this.arrived = arrived;
  }

  @Override
  public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions)
      throws SQLException {
    return store.positions(Groups.RELAY, partitions);
  }

  @Override
  public void store(StoredBatch batch, Offsets.Advance advance) throws SQLException {
    for (var other : batch.others()) {
      setAside(other);
    }
    var arrivals = new ArrayList<Arrival>();
    for (var mail : batch.mails()) {
      arrivals.add(Arrivals.of(mail));
    }
    var fresh = store.store(arrivals, advance, clock.instant());
    for (MailRecord mail : batch.mails()) {
      if (fresh.contains(mail.id())) {
        cache.put(mail);
      }
    }
    if (!fresh.isEmpty()) {
      arrived.run();
    }
  }

  /// A record that is no mail must not stop the queue: it goes to dlq.mail before it counts as
  /// read.
  private void setAside(StoredBatch.Other other) {
    var record = other.record();
    var letter = DeadLetters.record(record, SERVICE, other.reason(), clock.instant());
    LOG.error(
        "{}-{}@{} is not a mail record, to {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        letter.topic(),
        other.reason());
    switch (producer.send(letter)) {
      case SendOutcome.Stored _ -> {}
      case SendOutcome.NotStored(var reason) -> throw new NotSetAside(reason);
      case SendOutcome.Unknown(var reason) -> throw new NotSetAside(reason);
    }
  }

  /// The loop reads the batch again.
  private static final class NotSetAside extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotSetAside(String reason) {
      super("dead letter not written: " + reason);
    }
  }
}
