/// DNS over the network, with dnsjava: the only package that knows that library.
@NullMarked
package io.signetmail.auth.dns.dnsjava;

import org.jspecify.annotations.NullMarked;
