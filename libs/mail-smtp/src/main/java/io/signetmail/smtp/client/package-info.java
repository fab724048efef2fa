/// Sends mail: RFC 5321 and RFC 2033 (LMTP) from the client's side.
///
/// ```
/// new SmtpClient(settings).connect(endpoint) -> ClientSession
/// session.send(OutgoingMail) -> SendResult: one Outcome per recipient
/// ```
///
/// Every way a transaction can end is an {@link io.signetmail.smtp.client.Outcome}, the awkward one
/// included: the connection was lost after the final dot, so nobody knows. A connection that cannot
/// be used at all is a {@link io.signetmail.smtp.client.ConnectException}.
@NullMarked
package io.signetmail.smtp.client;

import org.jspecify.annotations.NullMarked;
