package io.signetmail.bus.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BrokerTest;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class TailReaderTest extends BrokerTest {
  @Test
  void aRecordThatCannotBeUsedIsPassedOverAndReadingGoesOn() {
    var seen = new CopyOnWriteArrayList<String>();
    try (var producer = new DurableProducer(connection());
        var reader =
            new TailReader(
                connection(),
                Topic.KEYS_CHANGED,
                0,
                record -> {
                  if (record.key().equals("bad")) {
                    throw new IllegalStateException("cannot be used");
                  }
                  seen.add(record.key());
                },
                () -> {})) {
      reader.start();
      assertThat(reader.awaitListening(LIMIT)).isTrue();
      for (var key : List.of("one", "bad", "two")) {
        assertThat(producer.send(new ProducerRecord<>("keys.changed", key, new byte[] {1})))
            .isInstanceOf(SendOutcome.Stored.class);
      }
      Await.until(LIMIT, "both seen", () -> seen.equals(List.of("one", "two")));
    }
  }
}
