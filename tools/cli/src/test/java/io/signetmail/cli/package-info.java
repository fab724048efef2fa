@NullMarked
package io.signetmail.cli;

import org.jspecify.annotations.NullMarked;
