@NullMarked
package io.signetmail.auth.report;

import org.jspecify.annotations.NullMarked;
