/// `./signet bench keys`: a real key-service process over a real PostgreSQL and Kafka, with as many
/// domains as a platform has.
@NullMarked
package io.signetmail.bench.keys;

import org.jspecify.annotations.NullMarked;
