@NullMarked
package io.signetmail.reports.store;

import org.jspecify.annotations.NullMarked;
