@NullMarked
package io.signetmail.keys.store;

import org.jspecify.annotations.NullMarked;
