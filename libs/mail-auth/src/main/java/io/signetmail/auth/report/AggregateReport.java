package io.signetmail.auth.report;

/// Everything an aggregate report says before its records.
///
/// @param namespace of the root element, empty for most reporters of the RFC 7489 kind
/// @param version as written, empty when absent
public record AggregateReport(
    String namespace, String version, ReportMetadata metadata, PolicyPublished policy) {}
