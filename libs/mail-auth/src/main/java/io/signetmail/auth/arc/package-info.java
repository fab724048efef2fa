/// ARC, the Authenticated Received Chain (RFC 8617): validate a chain, add a set to one.
///
/// ```
/// ParsedMessage ── ArcChain (structure, §5.2 steps 1 to 3) ── ArcValidator ── ArcResult
///                               └──────────────────────────── ArcSealer ── SealResult (§5.1)
/// ```
///
/// Entry points: {@link io.signetmail.auth.arc.ArcValidator}, {@link
/// io.signetmail.auth.arc.ArcSealer}.
///
/// ARC is being retired (draft-ietf-dmarc-arc-to-historic), so sealing is for those who switch it
/// on. A failed chain counts as no chain (RFC 8617 §5.2); a chain that passes counts only when its
/// newest sealer is trusted, which is the policy's business.
@NullMarked
package io.signetmail.auth.arc;

import org.jspecify.annotations.NullMarked;
