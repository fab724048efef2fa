@NullMarked
package io.signetmail.reports;

import org.jspecify.annotations.NullMarked;
