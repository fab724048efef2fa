@NullMarked
package io.signetmail.cli.policy;

import org.jspecify.annotations.NullMarked;
