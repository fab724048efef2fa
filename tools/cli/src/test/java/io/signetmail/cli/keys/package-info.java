@NullMarked
package io.signetmail.cli.keys;

import org.jspecify.annotations.NullMarked;
