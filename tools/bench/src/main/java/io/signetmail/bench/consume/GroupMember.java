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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// The same as a member of a consumer group: the rejected design, kept to measure it.
final class GroupMember {
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaProducer<String, byte[]> producer;
  private final Semaphore permits;

  GroupMember(KafkaConnection connection, Mode mode, int concurrency) {
    var config = connection.groupMember("verifier-" + mode);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    if (mode == Mode.CONSUMER) {
      config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
      config.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
      config.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
    }
    this.consumer = new KafkaConsumer<>(config);
    this.producer = new KafkaProducer<>(connection.requestProducer());
    this.permits = new Semaphore(concurrency);
  }

  void run() throws InterruptedException {
    consumer.subscribe(List.of(Topic.MAIL_VERIFY.topicName()));
    while (!Thread.interrupted()) {
      var records = consumer.poll(Duration.ofMillis(500));
      for (var record : records) {
        permits.acquire();
        Thread.startVirtualThread(() -> answer(record));
      }
      if (!records.isEmpty()) {
        consumer.commitAsync();
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
    var verdict = BusJson.write(Member.verify(mail, requestId));
    var _ =
        producer.send(
            new ProducerRecord<>(
                Topic.MAIL_VERDICTS.topicName(),
                Integer.valueOf(partition),
                mail.id().value(),
                verdict));
  }
}
