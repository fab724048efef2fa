/// `signet keys`: domains, users, grants and DKIM keys of a key-service, at a terminal.
///
/// Each command is one call of its REST API and prints a table, or with `--json` the answer as it
/// came. What the service refuses is a sentence on standard error and exit status 1.
@NullMarked
package io.signetmail.cli.keys;

import org.jspecify.annotations.NullMarked;
