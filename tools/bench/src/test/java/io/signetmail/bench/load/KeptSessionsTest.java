package io.signetmail.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.signetmail.testkit.MailboxSink;
import io.signetmail.testkit.Ports;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptSessionsTest {
  private static final Mail MAIL =
      new Mail("h.example", "a@h.example", "b@signet.example", "Subject: x\r\n\r\n.body\r\n");

  private final MailboxSink sink = MailboxSink.start();
  private final InetSocketAddress server = new InetSocketAddress(Ports.LOOPBACK, sink.port());

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void sendsAsManyAsItSaysAndTheyArriveWhole() throws Exception {
    var sent = KeptSessions.of(MAIL).send(server, 3, 20);
    assertThat(sent.messages()).isEqualTo(20);
    assertThat(sink.mails()).hasSize(20).allMatch(mail -> mail.text().equals(MAIL.text()));
  }

  @Test
  void everyMailOfASchedulesIsTimedThoughSessionsAreFew() throws Exception {
    assertThat(KeptSessions.of(MAIL).atRate(server, 1, 2_000, 50).count()).isEqualTo(50);
    assertThat(sink.mails()).hasSize(50);
  }

  @Test
  void aServerThatIsGoneEndsTheSchedule() {
    sink.close();
    assertThatIOException().isThrownBy(() -> KeptSessions.of(MAIL).atRate(server, 2, 1_000, 50));
  }
}
