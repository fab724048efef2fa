package io.signetmail.ingress.session;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.MessageIds;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.MessageRoom;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.recipient.HopOffers;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Sessions with fakes around them.
public final class Sessions {
  /// What the flow was given.
  public final List<IncomingMail> mails = new CopyOnWriteArrayList<>();

  /// The content of each.
  public final List<String> contents = new CopyOnWriteArrayList<>();

  /// What the flow answers.
  public Reply answer = Replies.accepted("ID");

  /// Called with each mail before it is answered.
  public Hook onDeliver = () -> {};

  /// May wait.
  @FunctionalInterface
  public interface Hook {
    /// Called.
    void run() throws InterruptedException;
  }

  /// Where mail goes; by default to {@link #mails} and {@link #contents}.
  public MailFlow flow = new Kept();

  private final class Kept implements MailFlow {
    @Override
    public Reply deliver(IncomingMail mail) {
      return keep(mail);
    }
  }

  /// Who may speak for others.
  public TrustedClients trusted = TrustedClients.NONE;

  /// One user.
  public Accounts accounts =
      new Accounts() {
        @Override
        public Login login(String user, String password) {
          return Sessions.login(user, password);
        }

        @Override
        public Login trusted(String user) {
          return Sessions.login(user, "p");
        }
      };

  /// Who may still guess.
  public LoginThrottle throttle = LoginThrottle.none();

  /// What SCRAM knows.
  public ScramUsers scram = ScramUsers.none();

  /// Limits that were reached, in order.
  public final List<Limit> limits = new CopyOnWriteArrayList<>();

  /// What the next hop takes.
  public HopOffers hop = HopOffers.ALL;

  /// Messages in a minute.
  public NetworkRate messageRate = NetworkRate.unlimited();

  /// Message memory.
  public MessageRoom room = room(100 << 20);

  /// Another client.
  public static final InetAddress SOMEBODY = InetAddress.ofLiteral("192.0.2.99");

  /// Now.
  public static final Instant NOW = Instant.parse("2026-11-03T04:05:06Z");

  /// An MX session for example.com.
  public SmtpSession mx() {
    return session(ListenerKind.MX, true);
  }

  /// A submission session; user `u`, password `p`, domain shop.example.
  public SmtpSession submission() {
    return session(ListenerKind.SUBMISSION, true);
  }

  /// Any session.
  public SmtpSession session(ListenerKind kind, boolean startTls) {
    return new SmtpSession(
        rules(kind, startTls), ports(), Peer.of(InetAddress.ofLiteral("192.0.2.7"), 4711));
  }

  /// Small limits.
  public static SessionRules rules(ListenerKind kind, boolean startTls) {
    return new SessionRules(
        kind,
        "mx.test",
        startTls,
        2000,
        3,
        6,
        8,
        2,
        Duration.ZERO,
        kind == ListenerKind.MX ? 3 : 2);
  }

  /// The fakes.
  public SessionPorts ports() {
    return new SessionPorts(
        accounts,
        scram,
        throttle,
        Sessions::recipient,
        trusted,
        this::reached,
        messageRate,
        () -> hop,
        flow,
        room,
        new MessageIds(InstantSource.fixed(NOW), new Random(1)),
        InstantSource.fixed(NOW));
  }

  private void reached(String listener, Limit limit) {
    limits.add(limit);
  }

  private Reply keep(IncomingMail mail) {
    mails.add(mail);
    contents.add(new String(mail.content().assemble(new byte[0]), StandardCharsets.ISO_8859_1));
    try {
      onDeliver.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return answer;
  }

  /// So much memory, all of it for any network.
  public static MessageRoom room(long octets) {
    return new MessageRoom(octets, octets, List.of());
  }

  /// The one account.
  public static Login login(String user, String password) {
    return switch (user) {
      case "away" -> new Login.Unavailable("key-service is away");
      case "u" ->
          password.equals("p")
              ? new Login.Granted(user, Set.of(DomainName.of("shop.example")))
              : new Login.Denied();
      default -> new Login.Denied();
    };
  }

  private static RecipientPolicy.Decision recipient(ForwardPath to) {
    var domain = to instanceof ForwardPath.Address(var mailbox) ? mailbox.lowerDomain() : "";
    return switch (domain) {
      case "", "example.com" -> new RecipientPolicy.Decision.Accept("one");
      case "strict.example" -> new RecipientPolicy.Decision.Accept("two");
      default -> new RecipientPolicy.Decision.Refuse(Replies.RELAY_DENIED);
    };
  }
}
