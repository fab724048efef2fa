/// Publishes what the store's transactions decided to publish.
@NullMarked
package io.signetmail.keys.outbox;

import org.jspecify.annotations.NullMarked;
