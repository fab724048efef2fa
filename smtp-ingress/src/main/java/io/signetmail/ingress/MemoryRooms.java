package io.signetmail.ingress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.bus.BytesBudget;
import io.signetmail.ingress.limit.MessageRoom;
import java.util.function.Supplier;

/// The memory of this process for messages, in parts, so that strangers' mail never takes what
/// users' mail needs.
///
/// @param milter one octet when the milter listener is off
record MemoryRooms(MessageRoom mx, MessageRoom submission, BytesBudget milter) {

  /// @param heap largest heap of this process, which counts when nothing is set
  static MemoryRooms of(IngressSettings.Smtp smtp, MilterSettings milter, long heap) {
    long octets = smtp.memoryBytes() > 0 ? smtp.memoryBytes() : MemoryShares.messages(heap);
    long forUsers = MemoryShares.submission(octets);
    long forMilter = milter.port() < 0 ? 0 : MemoryShares.milter(octets);
    return new MemoryRooms(
        room(smtp, octets - forUsers - forMilter),
        room(smtp, forUsers),
        new BytesBudget(Math.max(forMilter, 1)));
  }

  private static MessageRoom room(IngressSettings.Smtp smtp, long octets) {
    return new MessageRoom(
        octets,
        MemoryShares.network(octets),
        Ranges.of("signet.smtp.unlimited-from", smtp.unlimitedFrom()));
  }

  void measure(MeterRegistry registry) {
    measure(registry, "mx", mx::held);
    measure(registry, "submission", submission::held);
    measure(registry, "milter", milter::held);
  }

  private static void measure(MeterRegistry registry, String part, Supplier<Number> octets) {
    Gauge.builder("signet.ingress.bytes.held", octets)
        .description("Message bytes held, every copy counted")
        .tag("part", part)
        .register(registry);
  }
}
