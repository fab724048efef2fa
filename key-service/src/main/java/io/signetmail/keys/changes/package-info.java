/// What changed, who changed it, and the event that tells the other services.
@NullMarked
package io.signetmail.keys.changes;

import org.jspecify.annotations.NullMarked;
