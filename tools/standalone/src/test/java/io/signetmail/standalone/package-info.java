@NullMarked
package io.signetmail.standalone;

import org.jspecify.annotations.NullMarked;
