/// Private keys from PEM files. The only package that uses Bouncy Castle, and only to read.
@NullMarked
package io.signetmail.auth.pem;

import org.jspecify.annotations.NullMarked;
