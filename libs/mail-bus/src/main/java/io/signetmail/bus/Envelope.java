package io.signetmail.bus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the SMTP dialogue said about one message: the JSON in the `envelope` header of a mail
/// record.
///
/// @param v version of this JSON; {@link #VERSION} when written by this code
/// @param listener where it came in: `mx`, `submission`, `submissions`, or `dsn` for our own
///   bounces
/// @param receivedAt when the last byte of DATA was read
/// @param client the host that sent it
/// @param mailFrom reverse path without angle brackets; empty for the null path (RFC 5321 §4.5.5)
/// @param recipients forward paths, in the order they were given
/// @param user SASL user of a submission
/// @param smtpUtf8 MAIL FROM carried SMTPUTF8 (RFC 6531 §3.4)
/// @param eightBitMime MAIL FROM carried BODY=8BITMIME (RFC 6152)
/// @param size octets of the message as received
/// @param disposition what local policy decided for the next hop
/// @param ret `FULL` or `HDRS` (RFC 3461 §4.3)
/// @param envid envelope id of the sender, xtext as given (RFC 3461 §4.4)
public record Envelope(
    int v,
    String listener,
    Instant receivedAt,
    Client client,
    String mailFrom,
    List<Recipient> recipients,
    @Nullable String user,
    boolean smtpUtf8,
    boolean eightBitMime,
    long size,
    Disposition disposition,
    @Nullable String ret,
    @Nullable String envid) {
  public static final int VERSION = 1;

  /// The encoded header may be this large; a recipient list that needs more is refused at RCPT.
  public static final int MAX_BYTES = 1024 * 1024;

  /// What the rest of the code may rely on. A record whose envelope does not have it is no mail
  /// record, and must be seen as such when it is read, not in the middle of a database transaction.
  ///
  /// @throws IllegalArgumentException when there is no recipient, or a text holds NUL, which no
  ///   database column takes
  public Envelope {
    requireNonNull(listener, "listener");
    requireNonNull(receivedAt, "receivedAt");
    requireNonNull(client, "client");
    requireNonNull(disposition, "disposition");
    requireText("mailFrom", requireNonNull(mailFrom, "mailFrom"));
    requireText("user", user);
    requireText("ret", ret);
    requireText("envid", envid);
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("envelope without recipients");
    }
  }

  private static void requireText(String name, @Nullable String value) {
    if (value != null && value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(name + " holds NUL");
    }
  }

  public Envelope withDisposition(Disposition decided) {
    return new Envelope(
        v,
        listener,
        receivedAt,
        client,
        mailFrom,
        recipients,
        user,
        smtpUtf8,
        eightBitMime,
        size,
        decided,
        ret,
        envid);
  }

  public Envelope withRecipients(List<Recipient> others) {
    return new Envelope(
        v,
        listener,
        receivedAt,
        client,
        mailFrom,
        others,
        user,
        smtpUtf8,
        eightBitMime,
        size,
        disposition,
        ret,
        envid);
  }

  public boolean hasNullReversePath() {
    return mailFrom.isEmpty();
  }

  /// The connecting host.
  ///
  /// @param address IP address in text form
  /// @param helo what it called itself
  /// @param ptr its verified reverse name, when looked up
  /// @param tls protocol and cipher, when the session was encrypted
  public record Client(
      String address, int port, String helo, @Nullable String ptr, @Nullable String tls) {}

  /// One RCPT TO.
  ///
  /// @param address forward path without angle brackets
  /// @param notifyOn values of NOTIFY, empty when not given (RFC 3461 §4.1)
  /// @param orcpt original recipient, as given (RFC 3461 §4.2)
  public record Recipient(
      String address, @JsonProperty("notify") List<String> notifyOn, @Nullable String orcpt) {
    public Recipient {
      requireText("address", requireNonNull(address, "address"));
      requireText("orcpt", orcpt);
      notifyOn = List.copyOf(notifyOn);
    }

    public static Recipient of(String address) {
      return new Recipient(address, List.of(), null);
    }
  }
}
