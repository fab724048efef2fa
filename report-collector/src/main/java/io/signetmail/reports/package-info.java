/// Collects the reports others send about our mail, and the story of our own messages.
///
/// ```
/// mail.reports ─┐                       ┌─ report, report_record (counted or untrusted)
/// POST /v1/reports ─ intake ─ store ────┤
///                                       └─ dead_letter, raw_input
/// auth.results, mail.events ─ history ─ store ─ message_event
/// ```
@NullMarked
package io.signetmail.reports;

import org.jspecify.annotations.NullMarked;
