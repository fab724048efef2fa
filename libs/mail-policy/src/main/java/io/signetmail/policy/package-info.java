/// Which local policy holds for whom: the policy file, and the decision it leads to.
///
/// ```
/// policy.yaml ── PolicyReader ── PolicyDocument ── EffectivePolicy of a recipient domain
///                   (PolicyFile reads it again when it changes)      │
/// PolicyInput (live, or PolicyRecord of an old event) ───────────────┴── Ruling
/// ```
///
/// smtp-ingress asks for the effective policy at RCPT, since one transaction has recipients of one;
/// auth-verifier decides by it; `signet policy replay` decides again about what was recorded.
@NullMarked
package io.signetmail.policy;

import org.jspecify.annotations.NullMarked;
