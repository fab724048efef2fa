@NullMarked
package io.signetmail.keys.dnscheck;

import org.jspecify.annotations.NullMarked;
