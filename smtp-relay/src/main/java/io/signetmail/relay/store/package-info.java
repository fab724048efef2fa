/// The queue in PostgreSQL, schema `relay`. The only package with SQL.
@NullMarked
package io.signetmail.relay.store;

import org.jspecify.annotations.NullMarked;
