/// Changes the master key: seals every row anew, a few at a time, while the service works.
@NullMarked
package io.signetmail.keys.rewrap;

import org.jspecify.annotations.NullMarked;
