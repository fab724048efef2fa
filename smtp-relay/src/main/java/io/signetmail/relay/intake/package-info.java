/// From the topics into the queue.
@NullMarked
package io.signetmail.relay.intake;

import org.jspecify.annotations.NullMarked;
