/// The worker loop and its three modes: request (questions), transaction, stored offsets.
@NullMarked
package io.signetmail.bus.worker;

import org.jspecify.annotations.NullMarked;
