package io.signetmail.relay.store;

import io.agroal.api.AgroalDataSource;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.store.Offsets;
import io.signetmail.relay.TestDatabase;
import io.signetmail.relay.queue.Arrival;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.Completion;
import io.signetmail.relay.queue.DeliveryOptions;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Queue.Finished;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.ReversePath;
import io.signetmail.testkit.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;

/// A queue in a real PostgreSQL, empty, with a clock that stands still until told.
final class QueueFixture implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
  static final String OUTBOUND = "mail.outbound";
  static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final AgroalDataSource dataSource;
  final Jdbi jdbi;
  final PostgresQueue queue;
  final IntakeStore intake;
  final TrimStore trim;
  final QueueVerbs verbs;
  private final MessageIds ids = new MessageIds(InstantSource.fixed(START), new Random(7));
  Instant now = START;
  private long nextOffset;

  QueueFixture(EmbeddedPostgres postgres) {
    dataSource = TestDatabase.empty(postgres);
    jdbi = Jdbi.create(dataSource);
    var database = new RelayDatabase(dataSource);
    queue = database.queue();
    intake = database.intake();
    trim = database.trim("smtp-relay");
    verbs = database.verbs();
  }

  static ClaimLimits limits(String owner) {
    return limits(owner, 20);
  }

  static ClaimLimits limits(String owner, int perLane) {
    return new ClaimLimits(
        owner, Duration.ofSeconds(30), Duration.ofMillis(50), perLane, 1_000, 100);
  }

  /// A message of `user` is in the queue.
  QueuedMail arrives(String user, String... recipients) {
    var mail = mail(user);
    store(mail, recipients);
    return mail;
  }

  void store(QueuedMail mail, String... recipients) {
    var offset = mail.body().offset();
    var move = new Offsets.Move(new TopicPartition(OUTBOUND, 0), offset, offset + 1);
    try {
      var _ =
          intake.store(
              List.of(arrival(mail, recipients)),
              new Offsets.Advance("smtp-relay", List.of(move)),
              now);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  QueuedMail mail(String user) {
    return new QueuedMail(
        ids.next(),
        Stream.OUTBOUND,
        Optional.of(user),
        ReversePath.parse(user + "@shop.example").orElseThrow(),
        DeliveryOptions.PLAIN,
        TRACE,
        1_000,
        now,
        new RecordPosition(OUTBOUND, 0, nextOffset++));
  }

  static Arrival arrival(QueuedMail mail, String... recipients) {
    var lanes = new LinkedHashMap<Lane, List<QueuedRecipient>>();
    for (var recipient : recipients) {
      var domain = recipient.substring(recipient.indexOf('@') + 1);
      var lane = new Lane(Stream.OUTBOUND, mail.submitter().orElseThrow(), domain);
      lanes.merge(
          lane,
          List.of(QueuedRecipient.of(recipient)),
          (a, b) -> java.util.stream.Stream.concat(a.stream(), b.stream()).toList());
    }
    return new Arrival(mail, lanes);
  }

  List<Claim> claim(int transactions) {
    return claim(transactions, limits("relay-1"));
  }

  List<Claim> claim(int transactions, ClaimLimits limits) {
    return queue.claim(now, Stream.OUTBOUND, transactions, limits).claims();
  }

  /// The leases of everything under way end, by the clock of the database.
  void leasesRunOut() {
    jdbi.useHandle(handle ->
        handle.execute(
            "update recipient set lease_until = now() - interval '1 second' where state = 'leased'"));
  }

  /// The only claim there is.
  Claim claimOne() {
    var claims = claim(10);
    if (claims.size() != 1) {
      throw new AssertionError("not one claim: " + claims);
    }
    return claims.getFirst();
  }

  Finished finish(Claim claim, Outcome outcome) {
    return finish(claim, outcome, Optional.empty());
  }

  Finished finish(Claim claim, Outcome outcome, Optional<RecordPosition> movedTo) {
    var outcomes = new LinkedHashMap<String, Outcome>();
    claim.addresses().forEach(address -> outcomes.put(address, outcome));
    return finish(claim, outcomes, movedTo);
  }

  Finished finish(Claim claim, Map<String, Outcome> outcomes, Optional<RecordPosition> movedTo) {
    return queue.finish(new Completion(claim, outcomes, movedTo, _ -> List.of()), now);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String state(MessageId id, String recipient) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select state from recipient where message_id = :id and recipient = :recipient")
            .bind("id", id.value())
            .bind("recipient", recipient)
            .mapTo(String.class)
            .one());
  }

  boolean isClosed(MessageId id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select closed_at is not null from mail where message_id = :id")
            .bind("id", id.value())
            .mapTo(Boolean.class)
            .one());
  }

  long count(String table) {
    return jdbi.withHandle(
        handle -> handle.createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
