/// `signet policy`: checks a policy file, and tries it on the mail of the last days before it is
/// switched on.
@NullMarked
package io.signetmail.cli.policy;

import org.jspecify.annotations.NullMarked;
