/// The whole of Signet from one command, without Docker.
///
/// One process starts a real PostgreSQL and a real Kafka as children, a DNS server for the demo
/// zones and a mailbox sink inside itself, and the six services as children, from the same
/// artifacts that ship. It watches them, says at once when one dies, and stops them all.
///
/// | what | where |
/// |---|---|
/// | {@link io.signetmail.standalone.SignetSystem} | starts and stops everything, in order |
/// | {@link io.signetmail.standalone.DataDirectory} | what is kept between runs |
/// | {@link io.signetmail.standalone.PortPlan} | which port is whose, the same as last time when free |
/// | {@link io.signetmail.standalone.Children} | child processes, and the guardian that ends them when this process is killed |
/// | {@link io.signetmail.standalone.ControlServer} | demo zone, mailbox and services over HTTP, for the demo and for people |
///
/// Not for production: one broker, one disk, one machine, no TLS between the parts.
@NullMarked
package io.signetmail.standalone;

import org.jspecify.annotations.NullMarked;
