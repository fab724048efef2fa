/// What the numbers mean: classes of sources, and whether a domain may enforce. No database, no
/// HTTP.
@NullMarked
package io.signetmail.reports.aggregate;

import org.jspecify.annotations.NullMarked;
