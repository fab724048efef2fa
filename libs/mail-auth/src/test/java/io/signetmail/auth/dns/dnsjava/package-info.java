@NullMarked
package io.signetmail.auth.dns.dnsjava;

import org.jspecify.annotations.NullMarked;
