/// Which next hop a recipient goes to.
@NullMarked
package io.signetmail.relay.route;

import org.jspecify.annotations.NullMarked;
