/// Who exists: asks the next hop, a list or an HTTP service whether a recipient is known, so that
/// mail for nobody is refused at RCPT instead of bounced later to whoever its sender claims to be.
@NullMarked
package io.signetmail.ingress.recipient;

import org.jspecify.annotations.NullMarked;
