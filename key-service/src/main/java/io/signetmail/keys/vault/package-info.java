/// Secrets at rest: AES-256-GCM envelopes under a master key that never enters the database.
@NullMarked
package io.signetmail.keys.vault;

import org.jspecify.annotations.NullMarked;
