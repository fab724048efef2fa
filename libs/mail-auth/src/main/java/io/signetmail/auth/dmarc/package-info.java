/// DMARC: does the author domain stand behind this message, and what does it ask for if not?
///
/// ```
/// AuthorDomain, SpfResult, DkimResult*  ── AuthenticatedIdentifiers
///    └─ DmarcEvaluator.evaluate
///          PolicyDiscovery   whose record applies    (RFC 9989 §4.10.1 | RFC 7489 §6.6.3)
///          OrganizationalDomains                     (RFC 9989 §4.10.2 | public suffix list)
///          IdentifierAlignment                       (RFC 9989 §4.4)
///    └─ DmarcResult: pass, fail, none, temperror, permerror, with the PublishedPolicy
/// ```
///
/// Entry points: {@link io.signetmail.auth.dmarc.DmarcEvaluator}, {@link
/// io.signetmail.auth.dmarc.DmarcComparator} for both editions at once, {@link
/// io.signetmail.auth.dmarc.ReportDestinations} for who may get reports (RFC 9990 §4).
///
/// RFC 9989 (tree walk, `np`, `psd`, `t`) is what [io.signetmail.auth.dmarc.DmarcMode] means by
/// default; RFC 7489 (public suffix list, `pct`) can be chosen, and
/// [io.signetmail.auth.dmarc.DmarcComparison] holds both. What is done with a message is not
/// decided here: RFC 9989 §7.4 leaves that to local policy, and so do we.
@NullMarked
package io.signetmail.auth.dmarc;

import org.jspecify.annotations.NullMarked;
