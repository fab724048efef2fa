/// Kafka clients as Signet configures them: durable mail, quick requests, byte limits.
@NullMarked
package io.signetmail.bus.kafka;

import org.jspecify.annotations.NullMarked;
