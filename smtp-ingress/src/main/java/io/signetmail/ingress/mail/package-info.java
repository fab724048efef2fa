/// What happens with a received message, up to the reply that ends its transaction.
@NullMarked
package io.signetmail.ingress.mail;

import org.jspecify.annotations.NullMarked;
