/// Compares the TXT record a key needs with what DNS really answers.
@NullMarked
package io.signetmail.keys.dnscheck;

import org.jspecify.annotations.NullMarked;
