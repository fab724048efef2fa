/// The REST face: one resource per concept, errors as `application/problem+json`.
@NullMarked
package io.signetmail.keys.api;

import org.jspecify.annotations.NullMarked;
