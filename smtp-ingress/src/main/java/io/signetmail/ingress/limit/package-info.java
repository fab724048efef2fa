/// What nobody may have too much of: connections, messages, mistakes. Counts and bounds, no SMTP.
@NullMarked
package io.signetmail.ingress.limit;

import org.jspecify.annotations.NullMarked;
