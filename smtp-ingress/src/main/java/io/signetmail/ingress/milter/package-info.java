/// A mail filter for existing MTAs (Postfix, Sendmail): the same verdict for mail from the world as
/// at our own MX, and signatures for mail of users the MTA has authenticated.
///
/// ```
/// MilterServer --one virtual thread each--> MilterConnection --MilterCommand--> MilterSession
/// MilterSession --end of message--> InboundVerdicts | OutboundSigning --MilterAnswer--> edits
/// ```
///
/// The message stays with the MTA: nothing of it is stored here, and 250 is the MTA's word.
@NullMarked
package io.signetmail.ingress.milter;

import org.jspecify.annotations.NullMarked;
