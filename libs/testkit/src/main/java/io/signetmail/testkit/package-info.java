/// What tests and the standalone system stand on instead of containers.
///
/// | class | what it is |
/// |---|---|
/// | {@link io.signetmail.testkit.EmbeddedKafka} | a real broker in this JVM |
/// | {@link io.signetmail.testkit.EmbeddedPostgres} | a real PostgreSQL as child process |
/// | {@link io.signetmail.testkit.DnsServer} | a DNS server over UDP and TCP whose zone changes at run time |
/// | {@link io.signetmail.testkit.MailboxSink} | an SMTP server that keeps what it is given, or misbehaves on request |
///
/// All listen on 127.0.0.1 and on ephemeral ports unless told otherwise. Nothing here knows
/// Quarkus: each offers `config()`, the settings a service needs to use it, which a
/// `QuarkusTestResourceLifecycleManager` returns from its `start()`. Nothing here knows the bus
/// either, because the bus is tested with it.
@NullMarked
package io.signetmail.testkit;

import org.jspecify.annotations.NullMarked;
