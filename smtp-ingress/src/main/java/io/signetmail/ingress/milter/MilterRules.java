package io.signetmail.ingress.milter;

/// How much of what an MTA may send, and what it is told.
///
/// @param maxMessageBytes of a message
/// @param maxRecipients of a message
public record MilterRules(long maxMessageBytes, int maxRecipients, MilterQuarantine quarantine) {}
