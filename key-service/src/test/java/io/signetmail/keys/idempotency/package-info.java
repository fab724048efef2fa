@NullMarked
package io.signetmail.keys.idempotency;

import org.jspecify.annotations.NullMarked;
