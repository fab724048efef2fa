package io.signetmail.auth.spf;

/// A qualifier with its mechanism, and the text of both as published.
public record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
