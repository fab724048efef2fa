@NullMarked
package io.signetmail.reports.intake;

import org.jspecify.annotations.NullMarked;
