package io.signetmail.relay;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.relay.delivery.SessionPool;
import io.signetmail.relay.delivery.SmtpNextHop;
import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.RetrySchedule;
import io.signetmail.relay.route.FixedRoutes;
import io.signetmail.relay.route.Hop;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.SmtpEndpoint;
import io.signetmail.smtp.client.SmtpTimeouts;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.MailboxSink;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// A relay between a real Kafka, a real PostgreSQL and a scripted next hop.
public final class RelayWorld implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(30);

  public final EmbeddedKafka kafka;
  public final MailboxSink sink = MailboxSink.start();
  public final AgroalDataSource database;
  public final DurableProducer producer;
  public final TopicReader topics;
  public final Jdbi jdbi;
  private final SecureRandom random = new SecureRandom();
  private final MessageIds ids = new MessageIds(InstantSource.system(), random);
  private @Nullable Relay relay;

  /// Nothing in it is older than itself: what earlier tests left in the topics counts as read.
  public RelayWorld(EmbeddedKafka kafka, EmbeddedPostgres postgres) {
    this.kafka = kafka;
    database = TestDatabase.empty(postgres);
    jdbi = Jdbi.create(database);
    try (var admin = connection().admin()) {
      new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
    }
    producer = new DurableProducer(connection());
    topics = new TopicReader(connection());
    List.of(Topic.MAIL_INBOUND, Topic.MAIL_OUTBOUND)
        .forEach(topic -> topics.ends(topic).forEach(this::countAsRead));
  }

  private void countAsRead(TopicPartition partition, long end) {
    jdbi.useHandle(handle ->
        handle.execute(
            "insert into consumed_offsets values (?, ?, ?, ?)",
            Groups.RELAY,
            partition.topic(),
            partition.partition(),
            end));
  }

  public KafkaConnection connection() {
    return connection(kafka.bootstrap());
  }

  static KafkaConnection connection(String bootstrap) {
    return KafkaConnection.to(bootstrap, "smtp-relay").withBufferBytes(64L * 1024 * 1024);
  }

  public Relay start() {
    return start(
        options(
            new RetrySchedule(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofDays(5))));
  }

  public Relay start(RelayOptions options) {
    var started = Relay.start(surroundings(kafka.bootstrap(), database, sink.port()), options);
    relay = started;
    return started;
  }

  static Relay.Surroundings surroundings(String bootstrap, AgroalDataSource database, int port) {
    var hop = new Hop(SmtpEndpoint.of("127.0.0.1", port), Optional.empty());
    var timeouts = SmtpTimeouts.all(Duration.ofSeconds(2));
    return new Relay.Surroundings(
        connection(bootstrap),
        database,
        new FixedRoutes(hop, hop),
        new SmtpNextHop(
            new SessionPool(
                ClientSettings.of("relay.signet.example", timeouts),
                new SessionPool.Limits(8, Duration.ofSeconds(5), 100))),
        InstantSource.system(),
        new SecureRandom(),
        new SimpleMeterRegistry());
  }

  static RelayOptions options(RetrySchedule retry) {
    return new RelayOptions(
        "relay.signet.example",
        new ClaimLimits(
            "relay-" + ProcessHandle.current().pid(),
            Duration.ofSeconds(4),
            Duration.ofMillis(20),
            20,
            24,
            100),
        retry,
        32,
        Duration.ofSeconds(5),
        48L * 1024 * 1024,
        96L * 1024 * 1024,
        Duration.ofMillis(500),
        Duration.ofDays(7));
  }

  /// A signed message of user `ann` for these recipients is in mail.outbound.
  public MessageId outbound(String... recipients) {
    return put(Topic.MAIL_OUTBOUND, envelope("ann", recipients), body("outbound"));
  }

  /// A checked message from outside is in mail.inbound.
  public MessageId inbound(String... recipients) {
    return put(Topic.MAIL_INBOUND, envelope(null, recipients), body("inbound"));
  }

  public MessageId put(Topic topic, Envelope envelope, byte[] message) {
    var id = ids.next();
    var mail = MailRecord.of(id, envelope, message, TraceContext.start(random));
    if (!(producer.send(topic, mail) instanceof SendOutcome.Stored)) {
      throw new AssertionError("not stored in " + topic);
    }
    return id;
  }

  static Envelope envelope(@Nullable String user, String... recipients) {
    return new Envelope(
        Envelope.VERSION,
        user == null ? "mx" : "submission",
        InstantSource.system().instant(),
        new Envelope.Client("192.0.2.7", 50123, "client.example", null, null),
        "sender@shop.example",
        Arrays.stream(recipients).map(Envelope.Recipient::of).toList(),
        user,
        false,
        false,
        100,
        Disposition.ACCEPT,
        null,
        null);
  }

  static byte[] body(String subject) {
    return ("From: Ann <sender@shop.example>\r\nSubject: "
            + subject
            + "\r\nMessage-ID: <1@shop.example>\r\n\r\nHello\r\n.dot\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// The states of a message's recipients, sorted.
  public List<String> states(MessageId id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select state from recipient where message_id = :id order by 1")
            .bind("id", id.value())
            .mapTo(String.class)
            .list());
  }

  /// Records of a topic that are not deleted yet.
  public long kept(Topic topic) {
    try (var admin = connection().admin()) {
      long kept = 0;
      for (var partition = 0; partition < 2; partition++) {
        var where = new TopicPartition(topic.topicName(), partition);
        var end = admin.listOffsets(java.util.Map.of(where, OffsetSpec.latest()));
        var start = admin.listOffsets(java.util.Map.of(where, OffsetSpec.earliest()));
        kept += end.partitionResult(where).get().offset();
        kept -= start.partitionResult(where).get().offset();
      }
      return kept;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  public void stopRelay() {
    var running = relay;
    relay = null;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    stopRelay();
    producer.close();
    topics.close();
    database.close();
    sink.close();
  }
}
