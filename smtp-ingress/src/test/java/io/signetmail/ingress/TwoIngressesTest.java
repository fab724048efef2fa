package io.signetmail.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.request.VerdictClient;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.bus.worker.RequestMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.mail.InboundFlow;
import io.signetmail.ingress.mail.KafkaMailLog;
import io.signetmail.ingress.mail.Loops;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.mail.Routes;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.MailFlow;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.ingress.session.Step;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.MessageReader;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two ingresses on one Kafka: each gets the verdicts of its own mail, and only those.
class TwoIngressesTest {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int MAILS = 40;

  private final EmbeddedKafka kafka = EmbeddedKafka.create();
  private final KafkaConnection connection = KafkaConnection.to(kafka.bootstrap(), "test");
  private final SecureRandom random = new SecureRandom();

  @AfterEach
  void stop() {
    kafka.close();
  }

  /// Says of whom the mail was in its reply.
  private static Verdict verdict(MailRecord mail, String request) {
    return new Verdict(
        Verdict.VERSION,
        request,
        mail.id().value(),
        Verdict.Action.REFUSE,
        new SmtpReply(550, "5.7.1", "seen " + mail.envelope().mailFrom()),
        MailEdit.NONE,
        AuthFacts.unknown());
  }

  private RequestMode verifier() {
    return new RequestMode(
        connection,
        Groups.VERIFIER,
        TwoIngressesTest::verdict,
        8,
        new BytesBudget(1 << 26),
        Duration.ofSeconds(30),
        InstantSource.system(),
        new Random(1),
        new WorkerMetrics(new SimpleMeterRegistry(), "test"));
  }

  private MailFlow ingress(VerdictClient verdicts, DurableProducer producer) {
    return new InboundFlow(
        verdicts::ask,
        new KafkaMailLog(producer),
        new Routes(Set.of()),
        new Loops(100, LimitCounter.none()),
        WAIT,
        new MailMetrics(new SimpleMeterRegistry()),
        random);
  }

  private static String send(MailFlow flow, String sender) {
    var sessions = new Sessions();
    sessions.flow = flow;
    var session = sessions.session(ListenerKind.MX, false);
    for (var line :
        new String[] {"EHLO c.test", "MAIL FROM:<" + sender + ">", "RCPT TO:<b@example.com>"}) {
      assertThat(session.handle(text(line))).isInstanceOf(Step.Say.class);
    }
    assertThat(session.handle(text("DATA"))).isInstanceOf(Step.ReadData.class);
    var content = ("From: " + sender + "\r\n\r\nx\r\n.\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      var lines = new LineReader(new ByteArrayInputStream(content));
      return session.received(new MessageReader(lines, 1000, _ -> true).readData())
              instanceof Step.Say(var reply)
          ? reply.toString()
          : "closed";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line text(String line) {
    return new Line.Text(line.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void eachGetsTheVerdictsOfItsOwnMail() throws Exception {
    try (var admin = connection.admin()) {
      var _ = new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
    }
    try (var verifier = WorkerLoop.start(verifier());
        var producer = new DurableProducer(connection);
        var one = VerdictClient.start(connection, Duration.ofSeconds(5), random);
        var other = VerdictClient.start(connection, Duration.ofSeconds(5), random)) {
      assertThat(verifier.isAlive()).isTrue();
      var flows = new MailFlow[] {ingress(one, producer), ingress(other, producer)};
      for (var flow : flows) {
        Await.until(
            Duration.ofSeconds(60),
            "the verifier has joined",
            () -> send(flow, "first@sender.test").startsWith("550"));
      }
      var wrong = new ConcurrentLinkedQueue<String>();
      var threads = new Thread[MAILS];
      for (int i = 0; i < MAILS; i++) {
        var flow = flows[i % 2];
        var sender = "sender" + i + "@sender.test";
        threads[i] =
            Thread.ofVirtual()
                .start(() -> {
                  var reply = send(flow, sender);
                  if (!reply.equals("550 5.7.1 seen " + sender)) {
                    wrong.add(sender + ": " + reply);
                  }
                });
      }
      for (var thread : threads) {
        thread.join();
      }
      assertThat(wrong).isEmpty();
    }
  }
}
