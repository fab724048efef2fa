/// Deletes from the topics what nobody needs any more.
@NullMarked
package io.signetmail.relay.trim;

import org.jspecify.annotations.NullMarked;
