/// Tells key-service which keys are still seen at work, on `keys.usage`.
@NullMarked
package io.signetmail.reports.usage;

import org.jspecify.annotations.NullMarked;
