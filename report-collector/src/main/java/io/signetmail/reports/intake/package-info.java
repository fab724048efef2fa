/// Takes an input apart and decides what counts. Knows reports and trust, no database and no HTTP.
@NullMarked
package io.signetmail.reports.intake;

import org.jspecify.annotations.NullMarked;
