/// One attempt: read the body, talk to the next hop, write down what it said.
@NullMarked
package io.signetmail.relay.delivery;

import org.jspecify.annotations.NullMarked;
