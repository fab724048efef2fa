/// auth-verifier: a message in, a verdict out, while its sender waits.
///
/// Members of one share group take questions from `mail.verify`; mail-auth checks SPF, DKIM, ARC
/// and DMARC, local policy decides, and the verdict goes to the partition the asking ingress reads.
/// No state: instances are added and removed at will.
@NullMarked
package io.signetmail.verifier;

import org.jspecify.annotations.NullMarked;
