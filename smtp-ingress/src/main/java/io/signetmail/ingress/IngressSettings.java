package io.signetmail.ingress;

import io.signetmail.smtp.client.Protocol;
import io.signetmail.smtp.client.TlsMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of the ingress, all below `signet`.
@ConfigMapping(prefix = "signet")
interface IngressSettings {

  /// Our name in the greeting and in `Received:`.
  @WithDefault("mx.signet.example")
  String hostname();

  KeyService keyService();

  Mx mx();

  Policy policy();

  Submission submission();

  Submissions submissions();

  Tls tls();

  Smtp smtp();

  /// Mailboxes whose mail goes to the report-collector.
  Optional<List<String>> reportAddresses();

  /// SIZE (RFC 1870).
  @WithDefault("26214400")
  long maxMessageBytes();

  /// Recipients of one message (RFC 5321 §4.5.3.1.8).
  @WithDefault("1000")
  int maxRecipients();

  /// How long an inbound message waits for its verdict before 451.
  @WithDefault("20s")
  Duration verdictWait();

  interface KeyService {
    /// https unless it is on this machine.
    @WithDefault("http://localhost:8105")
    URI url();

    /// Ask over plain http although key-service is on another machine: passwords cross the network
    /// readable. For networks that are as safe as TLS, such as one of containers on one host.
    @WithDefault("false")
    boolean allowPlainHttp();

    /// Bearer token of role edge.
    Optional<String> token();

    /// File with the token, read anew for every question.
    Optional<Path> tokenFile();
  }

  interface Mx {
    /// 0 lets the system choose, -1 is off.
    @WithDefault("2525")
    int port();

    /// Domains whose mail is taken in.
    Optional<List<String>> domains();

    Recipients recipients();
  }

  /// How MX finds out at RCPT whether a recipient exists; postmaster, abuse and report addresses
  /// always do.
  interface Recipients {
    /// `next-hop` asks with RCPT, `list` reads a file, `rest` asks an HTTP service, `off` takes
    /// mail for anybody in a served domain.
    @WithDefault("next-hop")
    RecipientCheck check();

    /// Next hop to ask: the one that gets the mail.
    @WithDefault("${signet.relay.inbound.host:localhost}")
    String host();

    @WithDefault("${signet.relay.inbound.port:25}")
    int port();

    @WithDefault("${signet.relay.inbound.tls:opportunistic}")
    TlsMode tls();

    @WithDefault("${signet.relay.inbound.protocol:smtp}")
    Protocol protocol();

    /// Connections to the next hop at the same time.
    @WithDefault("8")
    int connections();

    /// Deadline for an answer; then 451.
    @WithDefault("10s")
    Duration timeout();

    /// File for `list`: one address a line, `@example.com` for all of a domain.
    Optional<Path> list();

    /// URL for `rest`, with `{address}` where the address goes: 200 or 204 known, 404 or 410 not.
    Optional<String> url();

    /// File with a bearer token for `rest`.
    Optional<Path> tokenFile();

    /// How long a known recipient is not asked about again.
    @WithDefault("1h")
    Duration cacheKnown();

    /// The same for an unknown one.
    @WithDefault("5m")
    Duration cacheUnknown();

    /// How long a known recipient is let in while nobody can be asked.
    @WithDefault("24h")
    Duration cacheWhenAway();

    /// Recipients remembered.
    @WithDefault("100000")
    int cacheEntries();
  }

  /// The policy file that auth-verifier has too: recipients under different policies do not share a
  /// transaction.
  interface Policy {
    Optional<Path> file();
  }

  interface Submission {
    @WithDefault("2587")
    int port();

    /// MTAs, as address ranges, that have authenticated their users themselves and name them with
    /// `MAIL FROM:<…> AUTH=user` (RFC 4954 §5), on both submission ports.
    Optional<List<String>> trustedMta();

    /// The same by client certificate, from anywhere: SHA-256 fingerprints in hex, colons or not.
    Optional<List<String>> trustedMtaCertificates();
  }

  interface Submissions {
    @WithDefault("2465")
    int port();
  }

  /// PEM files; without them no STARTTLS, hence no AUTH.
  interface Tls {
    Optional<Path> certificate();

    /// PKCS #8.
    Optional<Path> key();

    /// Further pairs, `NAME.crt` with `NAME.key`; the client's SNI chooses.
    Optional<Path> directory();
  }

  interface Smtp {
    /// Address to listen on; all when empty.
    Optional<String> listenAddress();

    /// Load balancers, as address ranges: each connection of theirs must begin with a PROXY header.
    Optional<List<String>> proxyFrom();

    /// Hosts, as address ranges, whose XCLIENT is believed.
    Optional<List<String>> xclientFrom();

    /// For each listener.
    @WithDefault("2000")
    int maxConnections();

    /// Of one client network (an IPv4 address, an IPv6 /64) to a listener at a time.
    @WithDefault("100")
    int maxConnectionsPerAddress();

    /// Address ranges that limits per network do not bind: local programs, monitors, your own MTAs.
    @WithDefault("127.0.0.0/8,::1")
    List<String> unlimitedFrom();

    /// Address ranges that hold our own gateway, and from which hosts really connect themselves.
    /// Without it, MX answers 421 to a client with our gateway's address.
    Optional<List<String>> directFrom();

    /// New connections of one client network (an IPv4 address, an IPv6 /64) to a listener in a
    /// minute.
    @WithDefault("300")
    int maxNewConnectionsPerMinute();

    /// Messages of one client network in a minute, all listeners together; more get 451.
    @WithDefault("3000")
    int maxMessagesPerMinute();

    /// Received fields of a message before it counts as a loop (RFC 5321 §6.3: at least 100).
    @WithDefault("100")
    int maxReceived();

    /// Refused or malformed commands before 421.
    @WithDefault("20")
    int maxErrors();

    /// NOOP, RSET and the like between two messages before 421.
    @WithDefault("100")
    int maxIdleCommands();

    /// Failed logins in one session before 421.
    @WithDefault("3")
    int maxFailedLogins();

    /// Failed logins of one address within `login-window`.
    @WithDefault("20")
    int maxFailedLoginsPerAddress();

    /// Failed logins as one user within `login-window`.
    @WithDefault("100")
    int maxFailedLoginsPerUser();

    @WithDefault("10m")
    Duration loginWindow();

    /// Deadline for a command (RFC 5321 §4.5.3.2.7).
    @WithDefault("5m")
    Duration idleTimeout();

    /// Deadline for the whole content of a message.
    @WithDefault("15m")
    Duration dataTimeout();

    /// Octets a second, on average over each minute, that a message has to come at; 0 is any rate.
    @WithDefault("1000")
    long minDataRate();

    /// Deadline for a connection; a message that is in progress then is finished.
    @WithDefault("2h")
    Duration lifetime();

    /// Message bytes held at once, every copy counted; 0 is half of the heap. A quarter of it is
    /// for submission alone, the rest for MX; one client network gets at most a quarter of either.
    @WithDefault("0")
    long memoryBytes();

    /// How long a message waits for room in it before 452.
    @WithDefault("30s")
    Duration memoryWait();

    /// How long SIGTERM waits for messages in progress.
    @WithDefault("7s")
    Duration drain();

    /// A login is taken from memory for so long.
    @WithDefault("10m")
    Duration loginCache();

    /// And for so long while key-service is away.
    @WithDefault("24h")
    Duration loginCacheWhenAway();
  }
}
