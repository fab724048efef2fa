@NullMarked
package io.signetmail.keys.outbox;

import org.jspecify.annotations.NullMarked;
