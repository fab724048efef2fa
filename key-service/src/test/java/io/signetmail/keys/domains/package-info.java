@NullMarked
package io.signetmail.keys.domains;

import org.jspecify.annotations.NullMarked;
