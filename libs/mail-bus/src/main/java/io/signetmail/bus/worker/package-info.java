/// The worker loop and its three modes: request (share group), transaction, stored offsets.
@NullMarked
package io.signetmail.bus.worker;

import org.jspecify.annotations.NullMarked;
