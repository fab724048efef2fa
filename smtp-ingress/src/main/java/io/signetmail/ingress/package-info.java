/// The SMTP server: takes mail in, asks whether it may come in, and makes it safe before it says
/// 250.
///
/// ```
/// server:  socket -> SmtpConnection (one virtual thread) <-> SmtpSession
/// session: Line -> Step, no sockets: a whole dialogue is a script
/// mail:    IncomingMail -> InboundFlow (verify, then mail.inbound) or SubmissionFlow (mail.sign) -> Reply
/// account: user and password -> the domains they may send as
/// ```
///
/// This package only wires them together.
@NullMarked
package io.signetmail.ingress;

import org.jspecify.annotations.NullMarked;
