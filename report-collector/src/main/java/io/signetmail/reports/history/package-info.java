/// Events of one message across services, as rows.
@NullMarked
package io.signetmail.reports.history;

import org.jspecify.annotations.NullMarked;
