/// The protocol engine against the hardware: `./signet bench auth`.
///
/// ```
/// AuthBench (forks a JVM that compiles fully) ── AuthRounds ─┬─ Paired: limit and work in turns
///                                                            ├─ Footprint: memory per message
///                                                            └─ WorstCases: hostile messages
/// ```
@NullMarked
package io.signetmail.bench.auth;

import org.jspecify.annotations.NullMarked;
