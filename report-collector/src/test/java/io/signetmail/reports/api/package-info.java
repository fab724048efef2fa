@NullMarked
package io.signetmail.reports.api;

import org.jspecify.annotations.NullMarked;
