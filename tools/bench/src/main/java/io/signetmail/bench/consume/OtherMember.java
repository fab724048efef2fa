package io.signetmail.bench.consume;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.request.VerdictHeaders;
import io.signetmail.bus.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The same in another kind of group: the rejected designs, kept to measure them.
final class OtherMember {
  static final String SHARE_GROUP = "verifier-share";

  private static final Duration POLL = Duration.ofMillis(500);

  /// Polls, and says that what the poll before returned is done with.
  private interface Turn {
    ConsumerRecords<String, byte[]> take();
  }

  private final Turn turn;
  private final KafkaProducer<String, byte[]> producer;
  private final Semaphore permits;

  private OtherMember(Turn turn, KafkaConnection connection, int concurrency) {
    this.turn = turn;
    this.producer = new KafkaProducer<>(connection.requestProducer());
    this.permits = new Semaphore(concurrency);
  }

  static OtherMember ofShareGroup(KafkaConnection connection, int concurrency) {
    var config = connection.consumer();
    for (var unknown :
        List.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG)) {
      config.remove(unknown);
    }
    config.put(ConsumerConfig.GROUP_ID_CONFIG, SHARE_GROUP);
    var consumer = new KafkaShareConsumer<String, byte[]>(config);
    consumer.subscribe(List.of(Topic.MAIL_VERIFY.topicName()));
    return new OtherMember(
        () -> {
          var records = consumer.poll(POLL);
          consumer.commitAsync();
          return records;
        },
        connection,
        concurrency);
  }

  static OtherMember ofConsumerGroup(KafkaConnection connection, int concurrency) {
    var config = connection.requestMember("verifier-consumer");
    config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
    config.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
    config.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    config.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
    var consumer = new KafkaConsumer<String, byte[]>(config);
    consumer.subscribe(List.of(Topic.MAIL_VERIFY.topicName()));
    return new OtherMember(() -> consumer.poll(POLL), connection, concurrency);
  }

  void run() throws InterruptedException {
    while (!Thread.interrupted()) {
      for (var record : turn.take()) {
        permits.acquire();
        Thread.startVirtualThread(() -> answer(record));
      }
    }
  }

  private void answer(ConsumerRecord<String, byte[]> record) {
    try {
      switch (MailRecordCodec.decode(record, () -> ThreadLocalRandom.current().nextLong())) {
        case Decoded.Mail(var mail) -> reply(record, mail);
        case Decoded.Poison(var reason) -> throw new IllegalStateException(reason);
      }
    } finally {
      permits.release();
    }
  }

  private void reply(ConsumerRecord<String, byte[]> record, MailRecord mail) {
    var requestId = MailRecordCodec.text(record.headers(), VerdictHeaders.REQUEST_ID).orElseThrow();
    var partition =
        MailRecordCodec.text(record.headers(), VerdictHeaders.REPLY_PARTITION).orElseThrow();
    var verdict =
        new ProducerRecord<>(
            Topic.MAIL_VERDICTS.topicName(),
            Integer.valueOf(partition),
            mail.id().value(),
            BusJson.write(Member.verify(mail, requestId)));
    VerdictHeaders.askedOn(verdict.headers(), record.partition());
    var _ = producer.send(verdict);
  }
}
