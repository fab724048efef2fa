/// The two tables every PostgreSQL-backed service shares in shape: outbox and consumed offsets.
@NullMarked
package io.signetmail.bus.store;

import org.jspecify.annotations.NullMarked;
