/// The PostgreSQL side: everything that is SQL, and nothing that is not.
@NullMarked
package io.signetmail.reports.store;

import org.jspecify.annotations.NullMarked;
