package io.signetmail.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MessageRoomTest {
  private static final InetAddress A = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress B = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress C = InetAddress.ofLiteral("192.0.2.3");
  private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

  private final MessageRoom room =
      new MessageRoom(100, 40, List.of(AddressRange.of("127.0.0.0/8")));

  private Optional<Limit> take(InetAddress client, long octets, long already) {
    return room.take(client, octets, already, Duration.ZERO);
  }

  @Test
  void aNetworkHasItsShare() {
    assertThat(take(A, 30, 0)).isEmpty();
    assertThat(take(A, 20, 0)).contains(Limit.BYTES_PER_NETWORK);
    assertThat(take(A, 10, 0)).isEmpty();
    assertThat(take(B, 40, 0)).isEmpty();
    assertThat(take(C, 30, 0)).contains(Limit.BYTES_IN_FLIGHT);
    assertThat(room.held()).isEqualTo(80);
  }

  @Test
  void whoIsExemptIsBoundByTheWholeOnly() {
    assertThat(take(LOCAL, 60, 0)).isEmpty();
    assertThat(take(LOCAL, 40, 0)).isEmpty();
    assertThat(take(LOCAL, 1, 0)).contains(Limit.BYTES_IN_FLIGHT);
  }

  /// A process that is too small for one large message takes it all the same, when it is alone.
  @Test
  void theOnlyMessageMayBeLargerThanAll() {
    assertThat(take(A, 90, 0)).isEmpty();
    assertThat(take(A, 90, 90)).isEmpty();
    assertThat(take(B, 1, 0)).contains(Limit.BYTES_IN_FLIGHT);
    room.give(A, 180);
    assertThat(room.held()).isZero();
    assertThat(take(B, 1, 0)).isEmpty();
  }

  @Test
  void theOnlyMessageOfItsNetworkMayBeLargerThanTheShare() {
    assertThat(take(B, 10, 0)).isEmpty();
    assertThat(take(A, 60, 0)).isEmpty();
    assertThat(take(A, 20, 60)).isEmpty();
    assertThat(take(A, 20, 80)).contains(Limit.BYTES_IN_FLIGHT);
  }

  @Test
  void roomThatComesBackIsGivenToWhoWaits() throws InterruptedException {
    assertThat(take(A, 40, 0)).isEmpty();
    var answer = new AtomicReference<Optional<Limit>>();
    var waiting =
        Thread.ofVirtual().start(() -> answer.set(room.take(A, 40, 0, Duration.ofMinutes(1))));
    room.give(A, 40);
    waiting.join();
    assertThat(answer.get()).isEmpty();
    assertThat(room.held()).isEqualTo(40);
  }

  @Test
  void moreCannotComeBackThanWasTaken() {
    assertThat(take(A, 40, 0)).isEmpty();
    assertThatThrownBy(() -> room.give(A, 41)).isInstanceOf(IllegalStateException.class);
  }
}
