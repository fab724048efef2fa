/// What to do with a message that was authenticated: accept, quarantine, refuse or defer.
///
/// RFC 9989 §8 says a receiver must not refuse on `p=reject` alone, and its users want spoofed mail
/// refused; so the decision is the DMARC result and a local policy. Refusing gives way to
/// quarantine where there is evidence of a forwarder or a list that we can check, never where a
/// header merely says so.
///
/// ```
/// Authentication + PolicySettings ── LocalPolicy ── Decision (with the overrides a report names)
/// ```
@NullMarked
package io.signetmail.auth.policy;

import org.jspecify.annotations.NullMarked;
