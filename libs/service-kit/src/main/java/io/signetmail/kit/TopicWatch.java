package io.signetmail.kit;

import io.quarkus.runtime.ShutdownEvent;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicCheck;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares this service's topics with the contract, in the background, until they agree; as long
/// as they do not it names the differences, and a service that does not say otherwise is unready.
@ApplicationScoped
public class TopicWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
  private static final long EVERY_SECONDS = 2;

  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile List<String> differences = List.of();
  private volatile boolean binding = true;

  /// Starts comparing; call once, at start.
  public void watch(KafkaConnection connection, Collection<Topic> used) {
    differences = List.of("topics not compared yet");
    Thread.ofVirtual().name("topic-watch").start(() -> run(connection, List.copyOf(used)));
  }

  /// The same for a service that is ready without its topics, because it can tell its clients to
  /// come back.
  public void report(KafkaConnection connection, Collection<Topic> used) {
    binding = false;
    watch(connection, used);
  }

  private void run(KafkaConnection connection, List<Topic> used) {
    try {
      do {
        var found = compare(connection, used);
        if (!found.equals(differences)) {
          found.forEach(difference ->
              LOG.warn("{}: {}", binding ? "not ready" : "mail is deferred", difference));
        }
        differences = found;
      } while (!differences.isEmpty() && !closing.await(EVERY_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> compare(KafkaConnection connection, List<Topic> used) {
    try (var admin = connection.admin()) {
      return new TopicCheck(admin).differences(used);
    } catch (KafkaException e) {
      return List.of("Kafka cannot be reached: " + e.getMessage());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    closing.countDown();
  }

  /// What is wrong, one sentence each; empty when the topics are as the contract says.
  public List<String> differences() {
    return differences;
  }
}
