/// What every service would otherwise repeat: how it reaches Kafka and DNS, when it is ready and
/// alive, which crypto it runs on, how it says no in JSON (RFC 9457).
@NullMarked
package io.signetmail.kit;

import org.jspecify.annotations.NullMarked;
