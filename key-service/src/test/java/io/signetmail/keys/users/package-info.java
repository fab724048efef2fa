@NullMarked
package io.signetmail.keys.users;

import org.jspecify.annotations.NullMarked;
