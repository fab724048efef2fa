@NullMarked
package io.signetmail.reports.usage;

import org.jspecify.annotations.NullMarked;
