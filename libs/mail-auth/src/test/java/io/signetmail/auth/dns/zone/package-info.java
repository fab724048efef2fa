@NullMarked
package io.signetmail.auth.dns.zone;

import org.jspecify.annotations.NullMarked;
