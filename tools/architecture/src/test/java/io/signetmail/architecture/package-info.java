/// The arrows of the house, checked on the compiled classes of every module.
@NullMarked
package io.signetmail.architecture;

import org.jspecify.annotations.NullMarked;
