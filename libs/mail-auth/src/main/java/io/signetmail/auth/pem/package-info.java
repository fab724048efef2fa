/// Private keys from PEM files (RFC 7468): {@link io.signetmail.auth.pem.PemKeys} reads them. The
/// only package that uses Bouncy Castle, and only to read.
@NullMarked
package io.signetmail.auth.pem;

import org.jspecify.annotations.NullMarked;
