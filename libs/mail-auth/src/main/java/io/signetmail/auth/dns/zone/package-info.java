/// DNS from a text: for tests, for the command line's `--zone`, for demonstrations without a
/// network.
@NullMarked
package io.signetmail.auth.dns.zone;

import org.jspecify.annotations.NullMarked;
