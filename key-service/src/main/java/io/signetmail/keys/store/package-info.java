/// Where everything is kept. The only package that knows SQL.
@NullMarked
package io.signetmail.keys.store;

import org.jspecify.annotations.NullMarked;
