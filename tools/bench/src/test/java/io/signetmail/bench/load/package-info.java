@NullMarked
package io.signetmail.bench.load;

import org.jspecify.annotations.NullMarked;
