package io.signetmail.smtp;

import java.util.List;
import java.util.Optional;

/// Every reply the server gives: code, enhanced code (RFC 3463, RFC 5248), text, and the section
/// that asks for it.
public final class Replies {
  private Replies() {}

  // Command lines.
  /// RFC 5321 §4.5.3.1.4.
  public static final Reply LINE_TOO_LONG = Reply.of(500, "5.5.6", "line too long");

  /// RFC 5321 §2.3.8: CR and LF appear only together.
  public static final Reply BARE_LF = Reply.of(500, "5.5.2", "bare LF received, lines end in CRLF");

  /// RFC 5321 §2.3.8.
  public static final Reply BARE_CR = Reply.of(500, "5.5.2", "bare CR received, lines end in CRLF");

  /// RFC 5321 §4.1.2, RFC 6531 §3.3.
  public static final Reply NOT_TEXT =
      Reply.of(500, "5.5.2", "control characters or octets that are not UTF-8");

  /// RFC 5321 §4.2.4.
  public static final Reply UNKNOWN_COMMAND = Reply.of(500, "5.5.1", "command not recognized");

  /// RFC 5321 §4.2.4.
  public static final Reply NOT_IMPLEMENTED = Reply.of(502, "5.5.1", "command not implemented");

  static final Reply NO_ARGUMENT_ALLOWED = Reply.of(501, "5.5.4", "this command takes no argument");
  static final Reply ARGUMENT_MISSING = Reply.of(501, "5.5.4", "argument missing");
  static final Reply BAD_HELO =
      Reply.of(501, "5.5.4", "a host name or an address literal is required");
  static final Reply MAIL_SYNTAX = Reply.of(501, "5.5.4", "syntax: MAIL FROM:<address>");
  static final Reply RCPT_SYNTAX = Reply.of(501, "5.5.4", "syntax: RCPT TO:<address>");
  static final Reply BAD_SENDER = Reply.of(501, "5.1.7", "sender address is not valid");
  static final Reply BAD_RECIPIENT = Reply.of(501, "5.1.3", "recipient address is not valid");
  static final Reply AFTER_PATH = Reply.of(501, "5.5.4", "junk after the address");
  static final Reply BDAT_SYNTAX = Reply.of(501, "5.5.4", "syntax: BDAT octets [LAST]");
  static final Reply AUTH_SYNTAX = Reply.of(501, "5.5.4", "syntax: AUTH mechanism [response]");
  static final Reply XCLIENT_SYNTAX = Reply.of(501, "5.5.4", "syntax: XCLIENT name=value ...");

  /// RFC 5321 §4.1.1.11.
  public static Reply unknownParameter(String keyword) {
    return Reply.of(555, "5.5.4", "parameter " + keyword + " is not supported");
  }

  static Reply badParameterValue(String keyword) {
    return Reply.of(501, "5.5.4", "parameter " + keyword + " has no valid value");
  }

  // Session.
  /// RFC 5321 §4.3.1.
  public static Reply greeting(String hostname) {
    return Reply.plain(220, hostname + " ESMTP Signet");
  }

  /// RFC 5321 §4.1.1.10.
  public static final Reply BYE = Reply.of(221, "2.0.0", "bye");

  /// RFC 5321 §4.1.1.9.
  public static final Reply OK = Reply.of(250, "2.0.0", "ok");

  /// RFC 5321 §3.5.3: accepts the question without answering it, so addresses cannot be fished for.
  public static final Reply CANNOT_VRFY =
      Reply.of(252, "2.5.2", "cannot verify the user, but will try to deliver");

  /// RFC 5321 §4.1.1.8.
  public static final Reply HELP = Reply.of(214, "2.0.0", "see RFC 5321");

  /// RFC 5321 §3.8: the server closes the connection.
  public static final Reply SHUTTING_DOWN =
      Reply.of(421, "4.3.2", "shutting down, try again in a moment");

  /// RFC 5321 §3.8.
  public static final Reply TOO_MANY_CONNECTIONS =
      Reply.of(421, "4.7.0", "too many connections, try again later");

  /// Per client network and minute; the client comes back by itself.
  public static final Reply TOO_MANY_MESSAGES =
      Reply.of(451, "4.7.1", "too many messages from your network, try again in a minute");

  /// RFC 5321 §3.8: what SPF would judge is our gateway, not the sender.
  public static final Reply OWN_GATEWAY =
      Reply.of(421, "4.3.5", "this server cannot see who connects, its operator has been told");

  /// RFC 5321 §4.5.3.2.
  public static final Reply CONNECTION_TOO_OLD =
      Reply.of(421, "4.4.2", "connection lasted too long, open another");

  /// RFC 5321 §4.5.3.2.7.
  public static final Reply IDLE_TIMEOUT = Reply.of(421, "4.4.2", "timeout, closing connection");

  /// RFC 5321 §4.3.2 lets a server give up on a hopeless client.
  public static final Reply TOO_MANY_ERRORS =
      Reply.of(421, "4.7.0", "too many errors, closing connection");

  /// Commands that move no mail are bounded too.
  public static final Reply TOO_MANY_COMMANDS =
      Reply.of(421, "4.7.0", "too many commands without mail, closing connection");

  /// A defect of ours; the connection ends, the process does not.
  public static final Reply INTERNAL_ERROR = Reply.of(421, "4.3.0", "internal error, closing");

  /// Postfix, XCLIENT_README.
  public static final Reply XCLIENT_VALUE =
      Reply.of(501, "5.5.4", "an XCLIENT attribute has no valid value");

  // Order of commands (RFC 5321 §4.1.4).
  public static final Reply SAY_EHLO_FIRST = Reply.of(503, "5.5.1", "EHLO first");
  public static final Reply NESTED_MAIL = Reply.of(503, "5.5.1", "MAIL was already given");
  public static final Reply NEED_MAIL = Reply.of(503, "5.5.1", "MAIL first");

  /// RFC 2033 §4.2 and RFC 5321 §4.1.4: DATA without a recipient never gets 354.
  public static final Reply NO_RECIPIENTS = Reply.of(554, "5.5.1", "no valid recipients");

  /// RFC 3030 §2.
  public static final Reply MIXED_DATA_AND_BDAT =
      Reply.of(503, "5.5.1", "DATA and BDAT do not mix in one transaction");

  // TLS (RFC 3207 §4).
  public static final Reply READY_FOR_TLS = Reply.of(220, "2.0.0", "ready to start TLS");
  public static final Reply TLS_ACTIVE = Reply.of(503, "5.5.1", "TLS is active already");

  /// RFC 3207 §4.
  public static final Reply TLS_NOT_AVAILABLE = Reply.of(454, "4.7.0", "TLS not available");

  // AUTH (RFC 4954 §6).
  public static final Reply AUTHENTICATED = Reply.of(235, "2.7.0", "authenticated");
  public static final Reply CHALLENGE = Reply.plain(334, "");
  public static final Reply BAD_CREDENTIALS =
      Reply.of(535, "5.7.8", "user or password is not valid");
  public static final Reply CANNOT_CHECK_CREDENTIALS =
      Reply.of(454, "4.7.0", "temporary authentication failure");
  public static final Reply TOO_MANY_FAILED_LOGINS =
      Reply.of(421, "4.7.0", "too many failed logins, try again later");

  /// RFC 5321 §3.8: the client connects again, and logs in with what counts now.
  public static final Reply LOGIN_CHANGED =
      Reply.of(421, "4.7.0", "your account has changed, connect and log in again");

  public static final Reply AUTH_NEEDS_TLS =
      Reply.of(538, "5.7.11", "encryption required for AUTH, use STARTTLS");
  public static final Reply AUTH_REQUIRED = Reply.of(530, "5.7.0", "authentication required");
  public static final Reply STARTTLS_REQUIRED = Reply.of(530, "5.7.0", "STARTTLS first");
  public static final Reply AUTH_CANCELLED = Reply.of(501, "5.7.0", "authentication cancelled");
  public static final Reply AUTH_NOT_BASE64 = Reply.of(501, "5.5.2", "not valid base64");
  public static final Reply AUTH_BAD_RESPONSE = Reply.of(501, "5.5.2", "response not understood");
  public static final Reply ONE_AUTH = Reply.of(503, "5.5.1", "already authenticated");
  public static final Reply AUTH_IN_TRANSACTION =
      Reply.of(503, "5.5.1", "AUTH inside a mail transaction");
  public static final Reply UNKNOWN_MECHANISM =
      Reply.of(504, "5.5.4", "authentication mechanism not supported");

  // Envelope.
  public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "sender ok");
  public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "recipient ok");

  /// RFC 5321 §4.5.3.1.10: 452, never 552.
  public static final Reply TOO_MANY_RECIPIENTS = Reply.of(452, "4.5.3", "too many recipients");

  /// One transaction, one policy.
  public static final Reply OTHER_POLICY =
      Reply.of(452, "4.5.3", "recipient is under another policy, send it separately");

  /// RFC 6531 §3.5.
  public static final Reply NEEDS_SMTPUTF8 =
      Reply.of(553, "5.6.7", "address needs the SMTPUTF8 parameter");

  /// RFC 5321 §3.6.2.
  public static final Reply RELAY_DENIED =
      Reply.of(550, "5.7.1", "relaying denied: domain is not served here");

  /// RFC 5321 §3.6.2; a domain literal is no domain we could serve.
  public static final Reply LITERAL_RECIPIENT =
      Reply.of(550, "5.1.2", "address literals are not accepted as recipients");

  /// RFC 5321 §3.4.
  public static final Reply UNKNOWN_USER = Reply.of(550, "5.1.1", "no such user here");

  /// RFC 3463 §3.2, §3.3: no such user, or one whose mailbox takes nothing for good.
  public static Reply cannotHaveMail(EnhancedCode why) {
    return why.subject() == 1 && why.detail() == 1
        ? UNKNOWN_USER
        : new Reply(
            550, Optional.of(why), List.of("this mailbox cannot have mail, says its server"));
  }

  /// Without an answer neither a black hole nor backscatter.
  public static final Reply CANNOT_CHECK_RECIPIENT =
      Reply.of(451, "4.4.3", "cannot check the recipient now, try again later");

  /// RFC 1870 §6.1.
  public static Reply tooBig(long maxOctets) {
    return Reply.of(552, "5.3.4", "message exceeds the limit of " + maxOctets + " octets");
  }

  /// The byte budget or the disk is used up.
  public static final Reply NO_ROOM =
      Reply.of(452, "4.3.1", "insufficient storage right now, try again later");

  // Content.
  public static final Reply SEND_DATA = Reply.plain(354, "end data with <CRLF>.<CRLF>");

  /// RFC 5321 §2.3.8; SMTP smuggling.
  public static Reply bareInData(String what, long line) {
    return Reply.of(
        550, "5.5.2", "message holds a bare " + what + " in line " + line + ", lines end in CRLF");
  }

  /// RFC 5321 §4.5.2 and RFC 5322 §4: NUL is not text.
  public static Reply nulInData(long line) {
    return Reply.of(550, "5.6.0", "message holds a NUL octet in line " + line);
  }

  /// RFC 5321 §4.5.3.1.6.
  public static Reply longLine(long line, int length) {
    return Reply.of(554, "5.6.0", "line " + line + " has " + length + " octets, 998 are the limit");
  }

  /// A header without a body's CRLF.
  public static final Reply INCOMPLETE_LINE =
      Reply.of(550, "5.5.2", "message does not end in CRLF");

  /// RFC 5321 §6.3.
  public static final Reply MAIL_LOOP =
      Reply.of(554, "5.4.6", "too many Received fields, this mail loops");

  /// RFC 5321 §4.2.5: responsibility is ours from here on.
  public static Reply accepted(String id) {
    return Reply.of(250, "2.0.0", id);
  }

  /// Not stored, surely.
  public static final Reply CANNOT_STORE =
      Reply.of(451, "4.3.0", "cannot store the message now, try again later");

  /// No verdict in time.
  public static final Reply NO_VERDICT =
      Reply.of(451, "4.7.0", "cannot check the message now, try again later");

  /// A verdict said no without saying how.
  public static final Reply REFUSED_BY_POLICY = Reply.of(550, "5.7.1", "message refused by policy");

  /// The envelope outgrew its bound in spite of the checks at RCPT.
  public static final Reply TOO_MANY_RECIPIENTS_FOR_ONE =
      Reply.of(552, "5.5.3", "too many recipients for one message");

  /// The user may not send as this domain.
  public static Reply notGranted(String what, String domain) {
    return Reply.of(550, "5.7.1", what + " " + domain + " is not granted to this user");
  }

  /// RFC 3463 §3.8: unsigned mail does not leave, so it is not taken.
  public static Reply noSigningKey(String domain, String why) {
    return Reply.of(
        550,
        "5.7.1",
        "no DKIM key signs for "
            + domain
            + " ("
            + why
            + "): make and activate one, then send again");
  }

  /// Neither signed nor refused without knowing.
  public static final Reply CANNOT_LOOK_UP_KEY =
      Reply.of(451, "4.3.0", "cannot look up the DKIM key now, try again later");

  /// RFC 3463 §3.7: what DKIM cannot sign is not taken on to become a dead letter.
  public static Reply unsignable(String why) {
    return Reply.of(550, "5.6.0", "message cannot be signed: " + why);
  }

  /// RFC 5322 §2.2: a header section does not begin with a continuation line. It would continue the
  /// field we put in front, our Authentication-Results among them.
  public static final Reply BEGINS_WITH_WHITESPACE =
      Reply.of(550, "5.6.0", "the message begins with white space, not with a header field");

  /// RFC 5322 §3.6.2 with design rule: exactly one valid From address.
  public static Reply badFrom(String why) {
    return Reply.of(550, "5.7.1", "From field: " + why);
  }
}
