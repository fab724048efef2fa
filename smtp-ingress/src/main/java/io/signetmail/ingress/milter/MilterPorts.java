package io.signetmail.ingress.milter;

import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MessageIds;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.policy.PolicySource;
import java.time.InstantSource;

/// What a session needs from outside.
///
/// @param policies recipients under different ones do not share a message
public record MilterPorts(
    Accounts accounts,
    PolicySource policies,
    MilterFlows flows,
    LimitCounter limits,
    BytesBudget budget,
    MessageIds ids,
    InstantSource clock) {}
