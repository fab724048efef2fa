package io.signetmail.relay.queue;

import java.util.Optional;

/// What the next hop must know about a whole message besides its sender and recipients.
///
/// @param eightBit the message is not 7-bit, BODY=8BITMIME (RFC 6152)
/// @param smtputf8 an address or a header field needs SMTPUTF8 (RFC 6531)
/// @param ret RFC 3461 §4.3, `FULL` or `HDRS`
/// @param envelopeId RFC 3461 §4.4 ENVID, in xtext as it came
public record DeliveryOptions(
    boolean eightBit, boolean smtputf8, Optional<String> ret, Optional<String> envelopeId) {

  public static final DeliveryOptions PLAIN =
      new DeliveryOptions(false, false, Optional.empty(), Optional.empty());
}
