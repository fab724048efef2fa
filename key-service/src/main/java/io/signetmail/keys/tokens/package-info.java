/// Bearer tokens of the API: a role, maybe a list of domains, and only a hash at rest.
@NullMarked
package io.signetmail.keys.tokens;

import org.jspecify.annotations.NullMarked;
