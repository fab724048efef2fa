/// A POST that is sent twice with one Idempotency-Key is done once and answered twice.
@NullMarked
package io.signetmail.keys.idempotency;

import org.jspecify.annotations.NullMarked;
