package io.signetmail.ingress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.bus.request.VerdictClient;
import io.signetmail.bus.topic.Topic;
import io.signetmail.ingress.account.CacheTimes;
import io.signetmail.ingress.account.CachedAccounts;
import io.signetmail.ingress.account.CachedScram;
import io.signetmail.ingress.account.CachedSenderKeys;
import io.signetmail.ingress.account.FailureWindow;
import io.signetmail.ingress.account.KeyChangeListeners;
import io.signetmail.ingress.account.KeyServiceAccounts;
import io.signetmail.ingress.http.HttpRules;
import io.signetmail.ingress.http.MessageDoor;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.limit.MessageRoom;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.mail.InboundFlow;
import io.signetmail.ingress.mail.KafkaMailLog;
import io.signetmail.ingress.mail.Loops;
import io.signetmail.ingress.mail.MailLog;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.mail.Routes;
import io.signetmail.ingress.mail.ServedDomains;
import io.signetmail.ingress.mail.SubmissionFlow;
import io.signetmail.ingress.milter.MilterServer;
import io.signetmail.ingress.recipient.HopOffers;
import io.signetmail.ingress.sasl.UnknownUsers;
import io.signetmail.ingress.server.PemFiles;
import io.signetmail.ingress.server.PemPair;
import io.signetmail.ingress.server.SmtpServer;
import io.signetmail.ingress.server.TlsContexts;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.LoginThrottle;
import io.signetmail.ingress.session.MailFlow;
import io.signetmail.ingress.session.RecipientPolicy;
import io.signetmail.ingress.session.ScramUsers;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.kit.KafkaSettings;
import io.signetmail.kit.KeyServiceUrl;
import io.signetmail.kit.TopicWatch;
import io.signetmail.policy.PolicySource;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the parts together at start and takes them apart at the end. Starts with Kafka and
/// key-service or without: they are reached for when mail comes.
@Singleton
class Ingress {
  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);
  private static final int CACHED_LOGINS = 20_000;

  /// A verifier that dies takes the question with it; the next one answers at once.
  private static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  private static final Duration CLOSE_TIME = Duration.ofMillis(1500);

  private static final List<Topic> USED =
      List.of(
          Topic.MAIL_VERIFY,
          Topic.MAIL_VERDICTS,
          Topic.MAIL_SIGN,
          Topic.MAIL_INBOUND,
          Topic.MAIL_REPORTS,
          Topic.AUTH_RESULTS,
          Topic.MAIL_EVENTS,
          Topic.KEYS_CHANGED);

  private final IngressSettings settings;
  private final TopicWatch topics;
  private final MeterRegistry registry;
  private final KafkaConnection kafka;
  private final DurableProducer producer;
  private final MemoryRooms rooms;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final LimitCounter limits;
  private final NetworkRate messageRate;
  private final MilterSettings milterSettings;
  private final HttpSettings httpSettings;
  private final MessageDoor messages;
  private final List<SmtpServer> servers = new CopyOnWriteArrayList<>();
  private volatile Optional<MilterServer> milter = Optional.empty();
  private final List<AutoCloseable> closing = new CopyOnWriteArrayList<>();

  Ingress(
      IngressSettings settings,
      MilterSettings milterSettings,
      HttpSettings httpSettings,
      MessageDoor messages,
      KafkaSettings kafkaSettings,
      TopicWatch topics,
      MeterRegistry registry) {
    this.settings = settings;
    this.milterSettings = milterSettings;
    this.httpSettings = httpSettings;
    this.messages = messages;
    this.topics = topics;
    this.registry = registry;
    this.limits = new LimitMetrics(registry);
    var smtp = settings.smtp();
    this.messageRate =
        new NetworkRate(
            smtp.maxMessagesPerMinute(),
            Ranges.of("signet.smtp.unlimited-from", smtp.unlimitedFrom()),
            clock);
    long heap = Runtime.getRuntime().maxMemory();
    var connection = kafkaSettings.connection("smtp-ingress");
    this.kafka =
        connection.withBufferBytes(
            Math.min(connection.bufferBytes(), MemoryShares.kafkaBuffer(heap)));
    this.producer = new DurableProducer(kafka);
    this.rooms = MemoryRooms.of(smtp, milterSettings, heap);
  }

  void start(@Observes StartupEvent event) {
    var certificates = certificates();
    topics.report(kafka, USED);
    Gauge.builder("signet.ingress.topics.differing", topics, t -> t.differences().size())
        .description("Topics that are missing or not as the contract says; mail is deferred")
        .register(registry);
    var log = new KafkaMailLog(producer);
    closing.add(producer);
    var verdicts = VerdictClient.start(kafka, ASK_AGAIN, random);
    closing.addFirst(verdicts);
    var policies = new Policies(settings).open();
    var mx = mxPorts(log, verdicts, policies);
    var submission = submissionPorts(log);
    var doors = new IngressDoors(settings, certificates.current().isPresent());
    for (var door : doors.with(mx, submission)) {
      try {
        var server = SmtpServer.start(door, certificates);
        servers.add(server);
        gauge("signet.ingress.connections", door.rules().kind(), server);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
    try {
      milter =
          new MilterDoor(settings, milterSettings, registry, producer, random)
              .open(verdicts::ask, log, policies, submission, rooms.milter());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    messages.open(httpRules(), submission);
    rooms.measure(registry);
  }

  private void gauge(String name, ListenerKind kind, SmtpServer server) {
    Gauge.builder(name, server, SmtpServer::connections)
        .description("Open SMTP connections")
        .tag("listener", kind.label())
        .register(registry);
  }

  private SessionPorts mxPorts(MailLog log, VerdictClient verdicts, PolicySource policies) {
    var routes =
        new Routes(
            Set.copyOf(settings.reportAddresses().orElse(List.of())),
            domain -> policies.current().quarantineDetail(domain));
    var flow =
        new InboundFlow(
            verdicts::ask,
            log,
            routes,
            loops(),
            settings.verdictWait(),
            new MailMetrics(registry),
            random);
    var directory = new DirectorySource(settings, registry).open(clock);
    var recipients =
        new ServedDomains(served(), settings.hostname(), routes, directory, policies, clock);
    return ports(
        Accounts.none(),
        ScramUsers.none(),
        LoginThrottle.none(),
        recipients,
        directory::offers,
        flow,
        rooms.mx());
  }

  private Set<DomainName> served() {
    var served =
        settings.mx().domains().orElse(List.of()).stream()
            .map(DomainName::of)
            .collect(Collectors.toCollection(HashSet::new));
    if (served.isEmpty()) {
      LOG.warn("signet.mx.domains is empty: MX takes mail for report addresses only");
    }
    return served;
  }

  private SessionPorts submissionPorts(MailLog log) {
    var smtp = settings.smtp();
    var token = new KeyServiceToken(settings.keyService());
    var address =
        KeyServiceUrl.checked(settings.keyService().url(), settings.keyService().allowPlainHttp());
    var keyService = new KeyServiceAccounts(address, token);
    var accounts =
        new CachedAccounts(
            keyService, smtp.loginCache(), smtp.loginCacheWhenAway(), CACHED_LOGINS, clock, random);
    var times = new CacheTimes(smtp.loginCache(), smtp.loginCacheWhenAway(), CACHED_LOGINS);
    var scram =
        new CachedScram(keyService, times, new UnknownUsers(scramSecret(token)), clock, random);
    var keys = new CachedSenderKeys(keyService, times, clock);
    // A revoked password or grant stops working within seconds, not after ten minutes.
    closing.addFirst(
        KeyChanges.follow(kafka, new KeyChangeListeners(List.of(accounts, scram, keys))));
    var throttle =
        new FailureWindow(
            smtp.maxFailedLoginsPerAddress(),
            smtp.maxFailedLoginsPerUser(),
            smtp.loginWindow(),
            clock);
    var flow = new SubmissionFlow(log, keys, loops(), new MailMetrics(registry), random);
    return ports(
        accounts,
        scram,
        throttle,
        RecipientPolicy.anyone(),
        () -> HopOffers.ALL,
        flow,
        rooms.submission());
  }

  /// All ingresses with one token answer alike for users who do not exist.
  private byte[] scramSecret(KeyServiceToken token) {
    var shared = token.get().map(t -> t.getBytes(StandardCharsets.UTF_8));
    if (shared.isPresent()) {
      return shared.get();
    }
    var own = new byte[32];
    random.nextBytes(own);
    return own;
  }

  private SessionPorts ports(
      Accounts accounts,
      ScramUsers scram,
      LoginThrottle throttle,
      RecipientPolicy recipients,
      Supplier<HopOffers> hop,
      MailFlow flow,
      MessageRoom room) {
    return new SessionPorts(
        accounts,
        scram,
        throttle,
        recipients,
        Trust.in(settings),
        limits,
        messageRate,
        hop,
        flow,
        room,
        new MessageIds(clock, random),
        clock);
  }

  private HttpRules httpRules() {
    return new HttpRules(
        httpSettings.enabled(),
        settings.hostname(),
        settings.maxMessageBytes(),
        settings.maxRecipients(),
        settings.smtp().memoryWait(),
        Ranges.of("signet.http.plaintext-from", httpSettings.plaintextFrom()));
  }

  private Loops loops() {
    return new Loops(settings.smtp().maxReceived(), limits);
  }

  private TlsContexts certificates() {
    var tls = settings.tls();
    Optional<PemPair> pair =
        tls.certificate().flatMap(c -> tls.key().map(key -> new PemPair(c, key)));
    if (pair.isEmpty() && tls.directory().isEmpty()) {
      LOG.error(
          "signet.tls.certificate and signet.tls.key are not set: no STARTTLS, no port {},"
              + " and NOBODY CAN SUBMIT MAIL, since AUTH is only for encrypted connections",
          settings.submissions().port());
      return TlsContexts.none();
    }
    return new PemFiles(pair, tls.directory());
  }

  /// Port of a listener; empty when it is off.
  Optional<Integer> port(ListenerKind kind) {
    return servers.stream().filter(s -> s.kind() == kind).map(SmtpServer::port).findFirst();
  }

  /// Port of the milter listener; empty when it is off.
  Optional<Integer> milterPort() {
    return milter.map(MilterServer::port);
  }

  /// Listening and not draining, Kafka or not.
  boolean ready() {
    return !servers.isEmpty()
        && servers.stream().allMatch(SmtpServer::accepting)
        && milter.stream().allMatch(MilterServer::accepting);
  }

  /// Open connections.
  int connections() {
    return sum(SmtpServer::connections);
  }

  private int sum(ToIntFunction<SmtpServer> what) {
    return servers.stream().mapToInt(what).sum();
  }

  void stop(@Observes ShutdownEvent event) {
    LOG.info("draining {} connections", connections());
    var drain = settings.smtp().drain();
    var draining = new ArrayList<Runnable>();
    servers.forEach(server -> draining.add(() -> server.drain(drain)));
    milter.ifPresent(server -> draining.add(() -> server.drain(drain)));
    var threads = draining.stream().map(each -> Thread.ofVirtual().start(each)).toList();
    threads.forEach(Ingress::join);
    // Closing a producer waits for records of a broker that may be away: not longer than this.
    var last = Thread.ofVirtual().start(this::closeClients);
    join(last, CLOSE_TIME);
  }

  private void closeClients() {
    for (var each : closing) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.warn("closing: {}", e.toString());
      }
    }
  }

  private static void join(Thread thread) {
    join(thread, Duration.ofSeconds(30));
  }

  private static void join(Thread thread, Duration time) {
    try {
      var _ = thread.join(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
