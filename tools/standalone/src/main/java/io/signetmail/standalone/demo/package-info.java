/// `signet demo`: what Signet does, shown step by step on a running system.
///
/// A {@link io.signetmail.standalone.demo.Demo} runs steps; each explains itself, shows the
/// protocol lines as they went over the wire (secrets replaced by `***`), and checks what it
/// claims. A claim that does not hold fails the step and the demo, not the others.
@NullMarked
package io.signetmail.standalone.demo;

import org.jspecify.annotations.NullMarked;
