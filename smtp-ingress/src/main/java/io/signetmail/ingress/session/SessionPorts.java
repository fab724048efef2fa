package io.signetmail.ingress.session;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MessageIds;
import java.time.InstantSource;

/// What a session needs from outside.
public record SessionPorts(
    Accounts accounts,
    LoginThrottle throttle,
    RecipientPolicy recipients,
    MailFlow flow,
    BytesBudget budget,
    MessageIds ids,
    InstantSource clock) {}
