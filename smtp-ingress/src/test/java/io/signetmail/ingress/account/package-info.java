@NullMarked
package io.signetmail.ingress.account;

import org.jspecify.annotations.NullMarked;
