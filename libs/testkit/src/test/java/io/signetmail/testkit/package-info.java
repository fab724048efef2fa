@NullMarked
package io.signetmail.testkit;

import org.jspecify.annotations.NullMarked;
