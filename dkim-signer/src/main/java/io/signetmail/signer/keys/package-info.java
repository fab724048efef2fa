/// Where signing keys come from: key-service over HTTP, cached for a bounded time.
@NullMarked
package io.signetmail.signer.keys;

import org.jspecify.annotations.NullMarked;
