/// The contract between Signet's services: what a record on each topic means.
///
/// A mail record carries the message exactly as RFC 5322 bytes, so that any Kafka tool dumps it as
/// an `.eml`; everything the SMTP dialogue knew travels beside it as one versioned JSON header,
/// {@link io.signetmail.bus.Envelope}. Everything that is not a mail is a versioned JSON event.
/// Sub-packages: `topic` (the topics and their settings, from one place), `kafka` (clients),
/// `request` (ask a verifier and wait), `worker` (the loops that consume), `store` (outbox and
/// offsets in PostgreSQL).
///
/// Not here: what any of it decides. Ordering: nobody relies on any.
@NullMarked
package io.signetmail.bus;

import org.jspecify.annotations.NullMarked;
