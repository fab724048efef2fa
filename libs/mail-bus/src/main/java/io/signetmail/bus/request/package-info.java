/// Request and reply through the log: an ingress asks, any verifier answers into the partition the
/// ingress reads.
@NullMarked
package io.signetmail.bus.request;

import org.jspecify.annotations.NullMarked;
