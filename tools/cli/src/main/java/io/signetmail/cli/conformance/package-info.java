/// Runs test vectors that others published: one reader per kind of corpus, one way to count.
///
/// ```
/// VectorDirectory ── CorpusReader (one per corpus) ── Corpus: named cases
/// Corpus + Explanations ── Score: passed, failed, explained, disputed, with every difference
/// ```
///
/// The vectors are no part of this project; formats are those their `SOURCE.md` files and
/// `description` fields state. What a corpus wants is compared with what the library says; the
/// library follows the standard, never a vector.
@NullMarked
package io.signetmail.cli.conformance;

import org.jspecify.annotations.NullMarked;
