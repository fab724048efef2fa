package io.signetmail.ingress.milter;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.PolicySettings;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.Verdict.Action;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.mail.FakeMailLog;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicySource;
import io.signetmail.smtp.AddressRange;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A milter listener with fakes around it: user `u` may send as shop.example, `away` cannot be
/// asked about.
final class Filters implements AutoCloseable {
  final FakeMailLog log = new FakeMailLog();
  final List<MailRecord> asked = new CopyOnWriteArrayList<>();
  final List<Limit> limits = new CopyOnWriteArrayList<>();
  final List<MailEvent> written = new CopyOnWriteArrayList<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  volatile VerdictAnswer verdict = new VerdictAnswer.NoAnswer("nobody");
  volatile SigningKeys.Answer keys = new SigningKeys.Answer.NoKey("no-active-key");
  volatile String eventTrouble = "";
  BytesBudget budget = new BytesBudget(64 << 20);
  PolicySource policies =
      PolicySource.fixed(PolicyDocument.uniform("one", PolicySettings.defaults()));
  MilterQuarantine quarantine = MilterQuarantine.HEADER;
  List<AddressRange> clients = List.of(AddressRange.of("127.0.0.1"));
  Duration idle = Duration.ofSeconds(20);
  private @Nullable MilterServer server;

  private static final Accounts ACCOUNTS =
      new Accounts() {
        @Override
        public Login login(String user, String password) {
          return new Login.Denied();
        }

        @Override
        public Login trusted(String user) {
          return Sessions.login(user, "p");
        }
      };

  MilterSession session() {
    return new MilterSession(rules(), ports());
  }

  private MilterRules rules() {
    return new MilterRules(100_000, 3, quarantine);
  }

  private MilterPorts ports() {
    var clock = InstantSource.fixed(Sessions.NOW);
    var metrics = new MailMetrics(registry);
    var inbound =
        new InboundVerdicts(
            (mail, _) -> {
              asked.add(mail);
              return verdict;
            },
            log,
            Duration.ofSeconds(1),
            quarantine,
            metrics,
            new Random(5));
    var outbound =
        new OutboundSigning(
            (_, _) -> keys,
            SigningOptions.DEFAULT,
            this::write,
            log,
            metrics,
            clock,
            new Random(6));
    return new MilterPorts(
        ACCOUNTS,
        policies,
        new MilterFlows(inbound, outbound),
        (_, limit) -> limits.add(limit),
        budget,
        new MessageIds(clock, new Random(7)),
        clock);
  }

  private String write(List<MailEvent> steps) {
    if (eventTrouble.isEmpty()) {
      written.addAll(steps);
    }
    return eventTrouble;
  }

  /// Starts it and says where.
  int start() throws IOException {
    server =
        MilterServer.start(
            new MilterServer.Door(
                "127.0.0.1", 0, clients, 3, idle, Duration.ofSeconds(20), Duration.ofMinutes(1)),
            rules(),
            ports(),
            _ -> {});
    return server.port();
  }

  MilterServer server() {
    return Optional.ofNullable(server).orElseThrow();
  }

  void decide(Action action, @Nullable SmtpReply reply, MailEdit edit) {
    verdict =
        new VerdictAnswer.Answered(
            new Verdict(Verdict.VERSION, "r", "m", action, reply, edit, AuthFacts.unknown()));
  }

  /// A fresh key that signs for shop.example.
  static SigningKeys.Answer key() throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    var keys = new ArrayList<SigningKey>();
    keys.add(
        SigningKey.of(
            DomainName.of("shop.example"),
            Selector.of("s1"),
            generator.generateKeyPair().getPrivate()));
    return new SigningKeys.Answer.Keys(keys);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }
}
