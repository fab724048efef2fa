/// Verbs for people: what the protocol library does, at a terminal.
///
/// Each verb is one class; what it prints goes to standard output, what went wrong to standard
/// error. Exit status 0: the answer is good (pass); 1: it is not, or something failed; 2: the
/// command line makes no sense.
@NullMarked
package io.signetmail.cli;

import org.jspecify.annotations.NullMarked;
