/// The milter protocol, version 6, as a mail filter sees it: what an MTA (Postfix, Sendmail) asks,
/// and what it may be answered.
///
/// ```
/// stream --MilterPacket.read--> MilterPacket --MilterCommand.parse--> MilterCommand
/// MilterResponse --bytes()--> stream
/// ```
///
/// There is no RFC: the reference is Sendmail's `libmilter` and Postfix' MILTER_README. Any bytes
/// give a value; an `IOException` means that the connection is gone or a deadline passed. Not done:
/// what a filter that changes bodies, envelopes or symbol lists needs.
@NullMarked
package io.signetmail.smtp.milter;

import org.jspecify.annotations.NullMarked;
