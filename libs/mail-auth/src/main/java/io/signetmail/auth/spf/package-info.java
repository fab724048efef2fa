/// SPF (RFC 7208): may this client send mail for this domain?
///
/// ```
/// SpfQuery(ip, helo, mailFrom, receiver)
///    └─ SpfEvaluator.check / checkHelo ── SpfEvaluation.checkHost (RFC 7208 §4)
///          TXT ─ SpfRecordParser ─ SpfRecord( Directive( Qualifier, Mechanism )*, redirect, exp )
///          domain-spec ─ MacroString ─ MacroExpander (§7)
///          LookupBudget: 10 terms, 2 void lookups, 10 MX and PTR names (§4.6.4)
///    └─ SpfResult: one record per result of §2.6, with the term that decided or the problem
/// ```
///
/// Entry point: {@link io.signetmail.auth.spf.SpfEvaluator}. What a receiver that refuses on SPF
/// alone answers (RFC 7372 §3.2) is in {@link io.signetmail.auth.spf.SpfReplyCode}.
///
/// Not done: Received-SPF (§9.1); results are written as Authentication-Results (§9.2), elsewhere.
/// Records of type 99 are never asked for (§3.1).
@NullMarked
package io.signetmail.auth.spf;

import org.jspecify.annotations.NullMarked;
