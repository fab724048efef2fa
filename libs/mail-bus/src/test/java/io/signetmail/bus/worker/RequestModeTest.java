package io.signetmail.bus.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.BrokerTest;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.TestMail;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.bus.request.VerdictClient;
import io.signetmail.bus.topic.Groups;
import io.signetmail.testkit.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestModeTest extends BrokerTest {
  private static WorkerLoop verifier(VerdictHandler handler) {
    return WorkerLoop.start(
        new RequestMode(
            connection(),
            Groups.VERIFIER,
            handler,
            16,
            new BytesBudget(10_000_000),
            Duration.ofSeconds(20),
            InstantSource.system(),
            TestMail.RANDOM,
            new WorkerMetrics(new SimpleMeterRegistry(), "test")));
  }

  private static VerdictClient asker() {
    return VerdictClient.start(connection(), Duration.ofSeconds(5), TestMail.RANDOM);
  }

  private static Verdict accept(MailRecord mail, String requestId) {
    return new Verdict(
        1,
        requestId,
        mail.id().value(),
        Verdict.Action.ACCEPT,
        null,
        MailEdit.NONE,
        AuthFacts.unknown());
  }

  private static Verdict.Action action(VerdictAnswer answer) {
    return switch (answer) {
      case VerdictAnswer.Answered(var verdict) -> verdict.action();
      case VerdictAnswer.NoAnswer(var reason) -> throw new AssertionError(reason);
    };
  }

  @Test
  void aQuestionIsAnsweredAndAFailureOfOursMeansTryLater() {
    VerdictHandler handler =
        (mail, id) -> {
          if (TestMail.body(mail).equals("break")) {
            throw new IllegalStateException("broken on purpose");
          }
          return accept(mail, id);
        };
    try (var _ = verifier(handler);
        var asker = asker()) {
      assertThat(action(asker.ask(TestMail.saying("hello"), LIMIT)))
          .isEqualTo(Verdict.Action.ACCEPT);
      assertThat(action(asker.ask(TestMail.saying("break"), LIMIT)))
          .isEqualTo(Verdict.Action.DEFER);
    }
  }

  @Test
  void aSlowQuestionHoldsBackNoOther() throws Exception {
    var slow = new CountDownLatch(1);
    VerdictHandler handler =
        (mail, id) -> {
          if (TestMail.body(mail).equals("slow")) {
            awaitQuietly(slow);
          }
          return accept(mail, id);
        };
    try (var _ = verifier(handler);
        var asker = asker();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var stuck = pool.submit(() -> asker.ask(TestMail.saying("slow"), LIMIT));
      var fast = new ArrayList<Callable<VerdictAnswer>>();
      for (int i = 0; i < 200; i++) {
        fast.add(() -> asker.ask(TestMail.saying("fast"), LIMIT));
      }
      for (var answer : pool.invokeAll(fast)) {
        assertThat(action(answer.get())).isEqualTo(Verdict.Action.ACCEPT);
      }
      assertThat(stuck.isDone()).isFalse();
      slow.countDown();
      assertThat(action(stuck.get())).isEqualTo(Verdict.Action.ACCEPT);
    }
  }

  @Test
  void aQuestionWhoseAnswerWasLostIsAskedAgain() {
    var asked = new AtomicInteger();
    VerdictHandler handler =
        (mail, id) -> accept(mail, asked.incrementAndGet() == 1 ? "a lost answer" : id);
    try (var _ = verifier(handler);
        var asker = VerdictClient.start(connection(), Duration.ofMillis(200), TestMail.RANDOM)) {
      assertThat(action(asker.ask(TestMail.saying("again"), LIMIT)))
          .isEqualTo(Verdict.Action.ACCEPT);
      assertThat(asked.get()).isGreaterThan(1);
    }
  }

  @Test
  void withoutAVerifierThereIsNoAnswerInTime() {
    try (var asker = asker()) {
      Await.until(LIMIT, "the asker listens", asker::isListening);
      assertThat(asker.ask(TestMail.saying("anybody"), Duration.ofMillis(300)))
          .isInstanceOf(VerdictAnswer.NoAnswer.class);
      assertThat(asker.inFlight()).isZero();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
