/// SMTP on the wire, as both ends need it: RFC 5321 and the extensions Signet speaks.
///
/// ```
/// bytes --LineReader--> Line --Command.parse--> Command        (server side)
/// bytes --DataReader--> ReadMessage                            (server side, after 354)
/// Reply --bytes()--> wire                                      (server side)
/// wire --ReplyReader--> Reply, DotStuffing --> wire            (client side, package client)
/// ```
///
/// Line ends are strict in both directions: only CRLF ends a line, only CRLF.CRLF ends DATA. A
/// peer's mistake is a value (`Line.BareLf`, `Command.Malformed`, `ReadMessage.Refused`), never an
/// exception; an `IOException` means the connection is gone or a deadline passed.
///
/// Nothing here knows Kafka, a framework or any other part of Signet. Not done: BINARYMIME, BURL,
/// ETRN, EXPN.
@NullMarked
package io.signetmail.smtp;

import org.jspecify.annotations.NullMarked;
