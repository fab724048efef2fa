/// The REST side: paths, tokens, problems.
@NullMarked
package io.signetmail.reports.api;

import org.jspecify.annotations.NullMarked;
