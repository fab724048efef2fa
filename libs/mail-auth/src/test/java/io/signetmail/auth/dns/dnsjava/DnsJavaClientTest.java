package io.signetmail.auth.dns.dnsjava;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsAnswer.Found;
import io.signetmail.auth.dns.DnsAnswer.NoData;
import io.signetmail.auth.dns.DnsAnswer.NoDomain;
import io.signetmail.auth.dns.DnsAnswer.Unavailable;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Against a real server on 127.0.0.1.
class DnsJavaClientTest {
  private static final DomainName EXAMPLE = DomainName.of("example.com");
  private static final Name EXAMPLE_WIRE = Name.fromConstantString("example.com.");

  private final List<AutoCloseable> resources = new ArrayList<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

  @AfterEach
  void closeAll() throws Exception {
    for (var resource : resources.reversed()) {
      resource.close();
    }
  }

  private ScriptedDnsServer server(ScriptedDnsServer.Script script) {
    var server = new ScriptedDnsServer(script);
    resources.add(server);
    return server;
  }

  private DnsJavaClient client(ScriptedDnsServer... servers) {
    var settings =
        DnsJavaSettings.defaults()
            .withServers(List.of(servers).stream().map(ScriptedDnsServer::address).toList())
            .withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(3));
    return client(settings);
  }

  private DnsJavaClient client(DnsJavaSettings settings) {
    InstantSource clock = now::get;
    var client = new DnsJavaClient(settings, clock, DnsObserver.NONE);
    resources.add(client);
    return client;
  }

  private static Record txt(Name name, long ttl, String... strings) {
    return new TXTRecord(name, DClass.IN, ttl, List.of(strings));
  }

  private static Record soa(long ttl, long minimum) {
    return new SOARecord(
        EXAMPLE_WIRE, DClass.IN, ttl, EXAMPLE_WIRE, EXAMPLE_WIRE, 1, 1, 1, 1, minimum);
  }

  private static ScriptedDnsServer.Script rcode(int rcode) {
    return (_, _, reply) -> {
      reply.getHeader().setRcode(rcode);
      return true;
    };
  }

  private static <T> List<T> records(DnsAnswer<T> answer) {
    assertThat(answer).isInstanceOf(Found.class);
    return ((Found<T>) answer).records();
  }

  @Test
  void readsEachType() throws IOException {
    var server =
        server((question, _, reply) -> {
          var name = question.getName();
          var record =
              switch (question.getType()) {
                case 16 -> txt(name, 60, "v=spf1 ", "-all");
                case 1 -> new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1"));
                case 28 ->
                    new org.xbill.DNS.AAAARecord(
                        name, DClass.IN, 60, InetAddress.ofLiteral("2001:db8::1"));
                case 15 -> new MXRecord(name, DClass.IN, 60, 10, EXAMPLE_WIRE);
                default -> new PTRRecord(name, DClass.IN, 60, EXAMPLE_WIRE);
              };
          reply.addRecord(record, Section.ANSWER);
          return true;
        });
    var dns = client(server);
    assertThat(dns.txt(EXAMPLE))
        .isEqualTo(
            new Found<>(List.of(new TxtRecord("v=spf1 -all")), Duration.ofSeconds(60), false));
    assertThat(records(dns.a(EXAMPLE))).containsExactly(InetAddress.ofLiteral("192.0.2.1"));
    assertThat(records(dns.aaaa(EXAMPLE))).containsExactly(InetAddress.ofLiteral("2001:db8::1"));
    assertThat(records(dns.mx(EXAMPLE))).containsExactly(new MxRecord(10, EXAMPLE));
    assertThat(records(dns.ptr(InetAddress.ofLiteral("192.0.2.1")))).containsExactly(EXAMPLE);
    assertThat(records(dns.ptr(InetAddress.ofLiteral("2001:db8::1")))).containsExactly(EXAMPLE);
    assertThat(server.questions())
        .contains(
            "UDP PTR 1.2.0.192.in-addr.arpa.",
            "UDP PTR 1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.");
  }

  @Test
  void namesAreSentAsTheyAre() throws IOException {
    var server = server(rcode(Rcode.NXDOMAIN));
    var dns = client(server);
    var odd = DomainName.parseQueryName("a b\\$@.exa\"mple").orElseThrow();
    assertThat(dns.txt(odd)).isInstanceOf(NoDomain.class);
    assertThat(dns.txt(DomainName.of("single"))).isInstanceOf(NoDomain.class);
    assertThat(server.questions())
        .hasSize(2)
        .anyMatch(question -> question.equals("UDP TXT single."));
    assertThat(Names.fromDns(Names.toDns(odd))).contains(odd);
    assertThat(Names.fromDns(Names.toDns(DomainName.ROOT))).contains(DomainName.ROOT);
    assertThat(Names.fromDns(Name.fromConstantString("a\\.b.example."))).isEmpty();
  }

  @Test
  void tellsTheFourOutcomesApart() {
    assertThat(client(server(rcode(Rcode.NOERROR))).txt(EXAMPLE)).isInstanceOf(NoData.class);
    assertThat(client(server(rcode(Rcode.NXDOMAIN))).txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    for (int failure : new int[] {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP}) {
      assertThat(client(server(rcode(failure))).txt(EXAMPLE))
          .isEqualTo(new Unavailable<>(Rcode.string(failure)));
    }
    assertThat(client(server((_, _, _) -> false)).txt(EXAMPLE))
        .isEqualTo(new Unavailable<>("timeout"));
  }

  @Test
  void aReferralIsNotAnAnswer() {
    var dns =
        client(
            server((_, _, reply) -> {
              reply.addRecord(
                  new NSRecord(EXAMPLE_WIRE, DClass.IN, 60, EXAMPLE_WIRE), Section.AUTHORITY);
              return true;
            }));
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(Unavailable.class);
  }

  @Test
  void theNextServerIsAskedWhenOneFails() {
    var silent = server((_, _, _) -> false);
    var broken = server(rcode(Rcode.SERVFAIL));
    var good = server(rcode(Rcode.NXDOMAIN));
    assertThat(client(silent, broken, good).txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    assertThat(silent.questions()).hasSize(1);
    assertThat(broken.questions()).hasSize(1);
  }

  @Test
  void truncatedRepliesAreAskedForOverTcp() {
    var big = "x".repeat(255);
    var server =
        server((question, tcp, reply) -> {
          if (tcp) {
            for (int i = 0; i < 40; i++) {
              reply.addRecord(txt(question.getName(), 60, big, "" + i), Section.ANSWER);
            }
          } else {
            reply.getHeader().setFlag(Flags.TC);
          }
          return true;
        });
    assertThat(records(client(server).txt(EXAMPLE))).hasSize(40).contains(new TxtRecord(big + 39));
    assertThat(server.questions()).containsExactly("UDP TXT example.com.", "TCP TXT example.com.");
  }

  @Test
  void aTruncatedReplyWithoutTcpIsUnavailable() {
    var server =
        server((_, tcp, reply) -> {
          reply.getHeader().setFlag(Flags.TC);
          return !tcp;
        });
    assertThat(client(server).txt(EXAMPLE)).isInstanceOf(Unavailable.class);
  }

  @Test
  void followsAliasesInsideAReplyAndAcrossReplies() {
    var server =
        server((question, _, reply) -> {
          var name = question.getName();
          var text = name.toString();
          if (text.startsWith("inside")) {
            alias(reply, name, "example.com.", 30);
            reply.addRecord(txt(EXAMPLE_WIRE, 60, "inside"), Section.ANSWER);
          } else if (text.startsWith("across")) {
            alias(reply, name, "target.example.com.", 20);
          } else if (text.startsWith("target")) {
            reply.addRecord(txt(name, 60, "across"), Section.ANSWER);
          } else if (text.startsWith("gone")) {
            alias(reply, name, "nowhere.example.com.", 20);
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
          } else if (text.startsWith("empty")) {
            alias(reply, name, "example.com.", 20);
            reply.addRecord(soa(60, 60), Section.AUTHORITY);
          } else if (text.startsWith("loop")) {
            alias(reply, name, "loop.example.com.", 20);
          } else {
            int step = Integer.parseInt(name.getLabelString(0));
            alias(reply, name, (step + 1) + ".chain.example.com.", 20);
          }
          return true;
        });
    var dns = client(server);
    assertThat(dns.txt(DomainName.of("inside.example.com")))
        .isEqualTo(new Found<>(List.of(new TxtRecord("inside")), Duration.ofSeconds(30), false));
    assertThat(dns.txt(DomainName.of("across.example.com")))
        .isEqualTo(new Found<>(List.of(new TxtRecord("across")), Duration.ofSeconds(20), false));
    assertThat(dns.txt(DomainName.of("gone.example.com"))).isInstanceOf(NoDomain.class);
    assertThat(dns.txt(DomainName.of("empty.example.com"))).isInstanceOf(NoData.class);
    assertThat(dns.txt(DomainName.of("loop.example.com"))).isInstanceOf(Unavailable.class);
    assertThat(dns.txt(DomainName.of("0.chain.example.com"))).isInstanceOf(Unavailable.class);
    assertThat(server.questions().stream().filter(q -> q.contains("chain"))).hasSizeLessThan(13);
  }

  private static void alias(Message reply, Name from, String to, long ttl) {
    reply.addRecord(
        new CNAMERecord(from, DClass.IN, ttl, Name.fromConstantString(to)), Section.ANSWER);
  }

  @Test
  void answersAreKeptAsLongAsTheirTtl() {
    var server =
        server((question, _, reply) -> {
          reply.addRecord(txt(question.getName(), 60, "v"), Section.ANSWER);
          return true;
        });
    var dns = client(server);
    assertThat(records(dns.txt(EXAMPLE))).hasSize(1);
    passes(Duration.ofSeconds(59));
    assertThat(((Found<TxtRecord>) dns.txt(EXAMPLE)).ttl()).isEqualTo(Duration.ofSeconds(1));
    assertThat(server.questions()).hasSize(1);
    passes(Duration.ofSeconds(1));
    assertThat(records(dns.txt(EXAMPLE))).hasSize(1);
    assertThat(server.questions()).hasSize(2);
  }

  private void passes(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  /// RFC 2308 §5: the smaller of the SOA's TTL and its MINIMUM, and nothing without an SOA.
  @Test
  void denialsAreKeptAsLongAsTheSoaSays() {
    var server =
        server((question, _, reply) -> {
          reply.getHeader().setRcode(Rcode.NXDOMAIN);
          if (question.getName().equals(EXAMPLE_WIRE)) {
            reply.addRecord(soa(300, 30), Section.AUTHORITY);
          }
          return true;
        });
    var dns = client(server);
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    passes(Duration.ofSeconds(29));
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    assertThat(server.questions()).hasSize(1);
    passes(Duration.ofSeconds(2));
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    assertThat(server.questions()).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(dns.txt(DomainName.of("no-soa.example"))).isInstanceOf(NoDomain.class);
    }
    assertThat(server.questions()).hasSize(4);
  }

  @Test
  void failuresAreKeptAFewSecondsOnly() {
    var server = server(rcode(Rcode.SERVFAIL));
    var dns = client(server);
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(Unavailable.class);
    int asked = server.questions().size();
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(Unavailable.class);
    assertThat(server.questions()).hasSize(asked);
    passes(Duration.ofSeconds(6));
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(Unavailable.class);
    assertThat(server.questions().size()).isGreaterThan(asked);
  }

  @Test
  void theCacheIsBounded() {
    var server =
        server((question, _, reply) -> {
          reply.addRecord(txt(question.getName(), 3600, "x".repeat(255)), Section.ANSWER);
          return true;
        });
    long bound = 64 << 10;
    var dns =
        client(
            DnsJavaSettings.defaults()
                .withServers(List.of(server.address()))
                .withCacheBytes(bound));
    for (int i = 0; i < 300; i++) {
      assertThat(records(dns.txt(DomainName.of("n" + i + ".example")))).hasSize(1);
    }
    assertThat(dns.cachedBytes()).isBetween(bound / 2, bound);
  }

  @Test
  void equalQuestionsAreOne() throws Exception {
    var arrived = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var server =
        server((question, _, reply) -> {
          arrived.countDown();
          await(go);
          reply.addRecord(txt(question.getName(), 0, "v"), Section.ANSWER);
          return true;
        });
    var dns =
        client(
            DnsJavaSettings.defaults()
                .withServers(List.of(server.address()))
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<DnsAnswer<TxtRecord>> ask = () -> dns.txt(EXAMPLE);
      var first = threads.submit(ask);
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      // TTL 0 is never cached: whoever comes now shares the flight or makes a second question.
      var deadline = DnsDeadline.after(Duration.ofMillis(50), InstantSource.system());
      assertThat(dns.until(deadline).txt(EXAMPLE)).isInstanceOf(Unavailable.class);
      go.countDown();
      assertThat(records(first.get(10, TimeUnit.SECONDS))).hasSize(1);
    }
    assertThat(server.questions()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(15, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manyThreadsMayAsk() throws Exception {
    var server =
        server((question, _, reply) -> {
          reply.addRecord(
              txt(question.getName(), 60, question.getName().toString()), Section.ANSWER);
          return true;
        });
    var dns =
        client(
            DnsJavaSettings.defaults()
                .withServers(List.of(server.address()))
                .withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<java.util.concurrent.Future<Boolean>>();
      for (int i = 0; i < 2_000; i++) {
        var name = DomainName.of("n" + i % 100 + ".example");
        answers.add(
            threads.submit(
                () -> records(dns.txt(name)).equals(List.of(new TxtRecord(name + ".")))));
      }
      for (var answer : answers) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
    assertThat(server.questions().stream().distinct()).hasSize(100);
  }

  @Test
  void aSpentBudgetAsksNothing() {
    var server = server(rcode(Rcode.NXDOMAIN));
    var spent = DnsDeadline.after(Duration.ZERO, InstantSource.system());
    assertThat(client(server).until(spent).txt(EXAMPLE)).isInstanceOf(Unavailable.class);
    assertThat(server.questions()).isEmpty();
  }

  @Test
  void authenticOnlyWhenTheServerIsTrustedToSayIt() {
    var server =
        server((question, _, reply) -> {
          reply.getHeader().setFlag(Flags.AD);
          reply.addRecord(txt(question.getName(), 60, "v"), Section.ANSWER);
          return true;
        });
    assertThat(((Found<TxtRecord>) client(server).txt(EXAMPLE)).authentic()).isFalse();
    var trusting =
        client(
            DnsJavaSettings.defaults()
                .withServers(List.of(server.address()))
                .withTrustAuthenticData(true));
    assertThat(((Found<TxtRecord>) trusting.txt(EXAMPLE)).authentic()).isTrue();
  }

  @Test
  void aClosedClientKnowsNothing() {
    var dns = client(server(rcode(Rcode.NXDOMAIN)));
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(NoDomain.class);
    dns.close();
    assertThat(dns.txt(EXAMPLE)).isInstanceOf(Unavailable.class);
  }
}
