/// Reports others send about our mail: DMARC aggregate (RFC 9990, RFC 7489 and what reporters
/// really send), DMARC failure (RFC 9991, RFC 6591) and SMTP TLS (RFC 8460).
///
/// ```
/// bytes ─ ReportReader ─┬─ gzip, zip, zlib, mail: unwrapped, bounded by ReportLimits
///                       ├─ aggregate XML ── records one by one to a ReportSink
///                       └─ ReportOutcome per report found: what was read, or why it was refused
/// ```
///
/// Entry points: {@link io.signetmail.auth.report.ReportReader}, and {@link
/// io.signetmail.auth.report.AggregateReportWriter} for RFC 9990 reports of our own.
///
/// Everything here is hostile input. Nothing throws for it: a refusal is a value with a reason and
/// a position. What had to be forgiven to read a report is a {@link
/// io.signetmail.auth.report.Quirk}.
///
/// The only package of the library that uses Aalto (XML), mime4j (mail) and jackson-core (JSON).
@NullMarked
package io.signetmail.auth.report;

import org.jspecify.annotations.NullMarked;
