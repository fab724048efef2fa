package io.signetmail.ingress.server;

import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.ingress.session.SessionRules;
import java.time.Duration;

/// One listener: where it listens, what it offers, whom it asks.
///
/// @param port 0 lets the system choose
/// @param maxPerAddress connections one address may have at a time
/// @param idle deadline for a command, RFC 5321 §4.5.3.2.7
/// @param dataTime deadline for a whole message
/// @param lifetime of a connection
public record Door(
    String host,
    int port,
    boolean implicitTls,
    int maxConnections,
    int maxPerAddress,
    Duration idle,
    Duration dataTime,
    Duration lifetime,
    SessionRules rules,
    SessionPorts ports) {}
