package io.signetmail.keys.store;

/// The tables are there. Fired once per process.
public record SchemaReady() {}
