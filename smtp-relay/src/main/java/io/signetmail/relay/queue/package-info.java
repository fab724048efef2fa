/// What waits, whose turn it is, and when to try again. No SQL and no SMTP in here.
@NullMarked
package io.signetmail.relay.queue;

import org.jspecify.annotations.NullMarked;
