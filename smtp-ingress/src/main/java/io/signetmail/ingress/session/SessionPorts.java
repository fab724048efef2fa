package io.signetmail.ingress.session;

import io.signetmail.bus.MessageIds;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.limit.MessageRoom;
import io.signetmail.ingress.limit.NetworkRate;
import io.signetmail.ingress.recipient.HopOffers;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What a session needs from outside.
///
/// @param trusted hosts that may speak for others
/// @param hop what the host that gets the mail can take
/// @param room memory for messages
/// @param messageRate how many messages one client network may begin
public record SessionPorts(
    Accounts accounts,
    ScramUsers scram,
    LoginThrottle throttle,
    RecipientPolicy recipients,
    TrustedClients trusted,
    LimitCounter limits,
    NetworkRate messageRate,
    Supplier<HopOffers> hop,
    MailFlow flow,
    MessageRoom room,
    MessageIds ids,
    InstantSource clock) {}
