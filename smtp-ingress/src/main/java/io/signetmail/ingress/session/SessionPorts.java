package io.signetmail.ingress.session;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MessageIds;
import java.time.InstantSource;

/// What a session needs from outside.
///
/// @param trusted hosts that may speak for others
public record SessionPorts(
    Accounts accounts,
    LoginThrottle throttle,
    RecipientPolicy recipients,
    TrustedClients trusted,
    MailFlow flow,
    BytesBudget budget,
    MessageIds ids,
    InstantSource clock) {}
