/// Cases of our own, one folder each below `src/test/resources/cases/<protocol>/`: `in.eml` (stored
/// with LF), `zone.txt` (all of DNS) and `expected.json` (the rule, who brings the message, and
/// what must come of it). Signatures in them were made by another implementation.
@NullMarked
package io.signetmail.auth.cases;

import org.jspecify.annotations.NullMarked;
