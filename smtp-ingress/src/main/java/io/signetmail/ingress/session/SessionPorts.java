package io.signetmail.ingress.session;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MessageIds;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.limit.NetworkRate;
import java.time.InstantSource;

/// What a session needs from outside.
///
/// @param trusted hosts that may speak for others
/// @param messageRate how many messages one client network may begin
public record SessionPorts(
    Accounts accounts,
    LoginThrottle throttle,
    RecipientPolicy recipients,
    TrustedClients trusted,
    LimitCounter limits,
    NetworkRate messageRate,
    MailFlow flow,
    BytesBudget budget,
    MessageIds ids,
    InstantSource clock) {}
