package io.signetmail.keys.changes;

/// A change with its place in the audit trail.
public record AuditEntry(long id, Change change) {}
