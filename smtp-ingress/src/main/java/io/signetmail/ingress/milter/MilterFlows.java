package io.signetmail.ingress.milter;

/// The two directions.
public final class MilterFlows {
  private final MilterFlow inbound;
  private final MilterFlow outbound;

  MilterFlows(MilterFlow inbound, MilterFlow outbound) {
    this.inbound = inbound;
    this.outbound = outbound;
  }

  /// Verdicts for mail from the world, signatures for mail of our users.
  public MilterFlows(InboundVerdicts inbound, OutboundSigning outbound) {
    this((MilterFlow) inbound, outbound);
  }

  MilterAnswer decide(MilterMail mail) {
    return mail.login().isPresent() ? outbound.decide(mail) : inbound.decide(mail);
  }
}
