/// SASL users, what they prove themselves with, and the domains they may send as.
@NullMarked
package io.signetmail.keys.users;

import org.jspecify.annotations.NullMarked;
