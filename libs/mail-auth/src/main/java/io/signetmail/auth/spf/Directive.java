package io.signetmail.auth.spf;

/// A qualifier with its mechanism (RFC 7208 §4.6.1), and the text of both as published.
public record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
