/// REST: what waits and why.
@NullMarked
package io.signetmail.relay.api;

import org.jspecify.annotations.NullMarked;
