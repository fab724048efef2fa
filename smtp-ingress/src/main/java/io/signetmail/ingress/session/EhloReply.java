package io.signetmail.ingress.session;

import io.signetmail.ingress.recipient.HopOffers;
import io.signetmail.smtp.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The list of extensions at one moment of a session (RFC 5321 §4.1.1.1).
record EhloReply(
    SessionRules rules,
    HopOffers hop,
    boolean secured,
    boolean authenticated,
    boolean xclient,
    List<String> mechanisms) {

  Reply to(String client) {
    var lines = new ArrayList<String>();
    lines.add(rules.hostname() + " greets " + client);
    lines.add("PIPELINING"); // RFC 2920
    lines.add("SIZE " + rules.maxMessageBytes()); // RFC 1870
    if (hop.eightBitMime()) {
      lines.add("8BITMIME"); // RFC 6152
    }
    if (hop.smtpUtf8()) {
      lines.add("SMTPUTF8"); // RFC 6531
    }
    lines.add("CHUNKING"); // RFC 3030
    lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
    if (rules.offersDsn()) {
      lines.add("DSN"); // RFC 3461
    }
    if (rules.startTls() && !secured) {
      lines.add("STARTTLS"); // RFC 3207
    }
    if (rules.kind().submits() && secured && !authenticated) {
      lines.add("AUTH " + String.join(" ", mechanisms)); // RFC 4954 §3
    }
    if (xclient) {
      lines.add("XCLIENT " + XclientRequest.KEYWORDS);
    }
    lines.add("LIMITS RCPTMAX=" + rules.maxRecipients()); // RFC 9422
    return new Reply(250, Optional.empty(), List.copyOf(lines));
  }
}
