/// Mail from other servers: SMTP in, SPF, DKIM and DMARC checked, 250 when it is safe.
///
/// | what | does |
/// |---|---|
/// | {@link io.signetmail.bench.inbound.InboundBench} | the command: which systems, in which order |
/// | {@link io.signetmail.bench.inbound.Measurement} | the rows of one system |
/// | {@link io.signetmail.bench.inbound.SignetInbound} | a standalone system of our own |
/// | {@link io.signetmail.bench.inbound.HonestMail} | the mail: signed by a domain in the demo zone |
@NullMarked
package io.signetmail.bench.inbound;

import org.jspecify.annotations.NullMarked;
