package io.signetmail.smtp.milter;

/// What one side of a connection offers or wants (`SMFIC_OPTNEG`).
///
/// @param version of the protocol
/// @param actions what the filter may do to a message, a sum of the `ADD_HEADERS` kind
/// @param steps what the MTA does not send or does not wait for, a sum of the `NO_BODY` kind
public record MilterOptions(int version, int actions, int steps) {
  /// The version of Sendmail 8.14 and Postfix 2.6, and of all since.
  public static final int VERSION = 6;

  /// `SMFIF_ADDHDRS`: add and insert header fields.
  public static final int ADD_HEADERS = 0x01;

  /// `SMFIF_CHGHDRS`: change and delete header fields.
  public static final int CHANGE_HEADERS = 0x10;

  /// `SMFIF_QUARANTINE`: put the message on hold.
  public static final int QUARANTINE = 0x20;

  /// `SMFIP_NOUNKNOWN`: unknown SMTP commands are not sent.
  public static final int NO_UNKNOWN = 0x100;

  /// `SMFIP_NODATA`: DATA is not sent.
  public static final int NO_DATA = 0x200;

  /// `SMFIP_NR_HDR`: no response to a header field.
  public static final int NO_REPLY_HEADER = 0x80;

  /// `SMFIP_NR_CONN`.
  public static final int NO_REPLY_CONNECT = 0x1000;

  /// `SMFIP_NR_HELO`.
  public static final int NO_REPLY_HELO = 0x2000;

  /// `SMFIP_NR_DATA`.
  public static final int NO_REPLY_DATA = 0x10000;

  /// `SMFIP_NR_UNKN`.
  public static final int NO_REPLY_UNKNOWN = 0x20000;

  /// `SMFIP_NR_EOH`.
  public static final int NO_REPLY_END_OF_HEADER = 0x40000;

  /// `SMFIP_NR_BODY`.
  public static final int NO_REPLY_BODY = 0x80000;

  /// `SMFIP_HDR_LEADSPC`: values of header fields keep what stands behind the colon, so that the
  /// field can be put together again octet by octet; values the filter sends are taken the same
  /// way.
  public static final int LEADING_SPACE = 0x100000;

  /// True when all of these actions are among the ours.
  public boolean allows(int wanted) {
    return (actions & wanted) == wanted;
  }

  /// True when all of these steps are among the ours.
  public boolean has(int wanted) {
    return (steps & wanted) == wanted;
  }
}
