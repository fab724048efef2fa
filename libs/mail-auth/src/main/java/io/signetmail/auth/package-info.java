/// Mail authentication in one call: {@link io.signetmail.auth.MessageAuthenticator} runs SPF, DKIM,
/// ARC and DMARC over one parsed message; what to do about it is decided in {@link
/// io.signetmail.auth.policy}.
@NullMarked
package io.signetmail.auth;

import org.jspecify.annotations.NullMarked;
