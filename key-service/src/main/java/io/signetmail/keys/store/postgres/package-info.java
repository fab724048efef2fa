/// The store on PostgreSQL: one schema, plain SQL, one class per table.
@NullMarked
package io.signetmail.keys.store.postgres;

import org.jspecify.annotations.NullMarked;
