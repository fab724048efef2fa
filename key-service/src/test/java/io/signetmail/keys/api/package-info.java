@NullMarked
package io.signetmail.keys.api;

import org.jspecify.annotations.NullMarked;
