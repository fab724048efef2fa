/// The experiment behind ADR 0007: how verifiers should consume.
@NullMarked
package io.signetmail.bench.consume;

import org.jspecify.annotations.NullMarked;
