/// DNS as mail authentication needs it: four kinds of answer, never an exception for what a
/// stranger's zone says, never an empty list for an error.
///
/// [io.signetmail.auth.dns.DnsClient] is the port. `dns.dnsjava` asks real servers, `dns.zone`
/// answers from a zone written as text. Limits on how much one evaluation may ask (RFC 7208 §4.6.4,
/// RFC 9989 §4.10) live in the evaluators, not here.
@NullMarked
package io.signetmail.auth.dns;

import org.jspecify.annotations.NullMarked;
