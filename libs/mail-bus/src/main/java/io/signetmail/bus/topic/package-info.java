/// The topics, their settings, who creates them and how a service checks them (design: creation has
/// one owner).
@NullMarked
package io.signetmail.bus.topic;

import org.jspecify.annotations.NullMarked;
