/// Who may submit mail, and as which domains; key-service knows, this package asks and remembers.
@NullMarked
package io.signetmail.ingress.account;

import org.jspecify.annotations.NullMarked;
