package io.signetmail.auth.spf;

import java.net.InetAddress;

/// What one SMTP transaction says about its client (RFC 7208 §4.1).
///
/// - `helo`: as the client wrote it.
/// - `receiver`: our own host name, for `%{r}`.
public record SpfQuery(InetAddress ip, String helo, ReversePath mailFrom, String receiver) {}
