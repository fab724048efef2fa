@NullMarked
package io.signetmail.auth.dmarc;

import org.jspecify.annotations.NullMarked;
