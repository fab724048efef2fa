package io.signetmail.auth.report;

/// The policy the reporter saw (RFC 9990 §3.1.1.4). Absent values are empty, `pct` is RFC 7489's.
public record PolicyPublished(
    String domain,
    Disposition p,
    Disposition sp,
    Disposition np,
    String adkim,
    String aspf,
    String fo,
    String pct,
    String testing,
    String discoveryMethod) {}
