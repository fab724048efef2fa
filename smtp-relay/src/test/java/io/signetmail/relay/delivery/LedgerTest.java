package io.signetmail.relay.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.FakeQueue;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Stream;
import io.signetmail.relay.queue.TestClaims;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final FakeQueue queue = new FakeQueue();
  private final Ledger ledger =
      new Ledger(
          queue,
          InstantSource.fixed(Instant.EPOCH),
          new RelayMetrics(new SimpleMeterRegistry()),
          () -> {});

  /// One message to 64 domains that are all down at once.
  @Test
  void theBodyOfAMessageIsCopiedOnceHoweverManyDestinationsDefer() throws Exception {
    var copies = new AtomicInteger();
    try (var attempts = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 64)
              .<Callable<Boolean>>mapToObj(i ->
                  () -> {
                    var to = "a@d" + i + ".example";
                    ledger.writeDeferred(
                        TestClaims.claim(Stream.OUTBOUND, 7, to),
                        Map.of(to, new Outcome.Deferred("451 later", Instant.EPOCH)),
                        () ->
                            Optional.of(
                                new RecordPosition("mail.deferred", 0, copies.getAndIncrement())),
                        _ -> List.of());
                    return true;
                  })
              .toList();
      for (var each : attempts.invokeAll(all)) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(copies).hasValue(1);
  }
}
