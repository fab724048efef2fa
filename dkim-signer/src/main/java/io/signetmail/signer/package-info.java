/// dkim-signer: submitted mail in, signed mail out, exactly once.
///
/// One worker loop reads `mail.sign`, finds the key of the submission's user and sender domain,
/// lets mail-auth sign and passes the message to `mail.outbound`, all in one Kafka transaction.
/// What cannot be signed now waits in `mail.sign.retry`; nothing leaves unsigned because a key
/// could not be fetched.
@NullMarked
package io.signetmail.signer;

import org.jspecify.annotations.NullMarked;
