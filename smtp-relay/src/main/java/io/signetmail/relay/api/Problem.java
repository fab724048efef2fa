package io.signetmail.relay.api;

/// The body of a refusal (RFC 9457 §3.1).
///
/// @param type stable name of the kind of problem
public record Problem(String type, String title, int status, String detail) {}
