@NullMarked
package io.signetmail.reports.aggregate;

import org.jspecify.annotations.NullMarked;
