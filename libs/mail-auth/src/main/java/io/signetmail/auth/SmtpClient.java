package io.signetmail.auth;

import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfQuery;
import java.net.InetAddress;

/// Who brings a message, as the SMTP session knows it. `helo` as the client wrote it, `receiver`
/// our own host name.
public record SmtpClient(InetAddress ip, String helo, ReversePath reversePath, String receiver) {

  SpfQuery spfQuery() {
    return new SpfQuery(ip, helo, reversePath, receiver);
  }
}
