/// How verbs speak: text for people by default, one JSON document with `--json`.
@NullMarked
package io.signetmail.cli.text;

import org.jspecify.annotations.NullMarked;
