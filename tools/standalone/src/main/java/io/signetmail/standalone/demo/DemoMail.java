package io.signetmail.standalone.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The messages the demo writes.
final class DemoMail {
  private DemoMail() {}

  /// A plain mail, with CRLF line ends.
  static String plain(String from, String to, String subject, String id, Instant date) {
    return header(from, to, subject, id, date)
        + "Content-Type: text/plain; charset=us-ascii\r\n"
        + "\r\n"
        + "This is the demonstration of Signet.\r\n"
        + ".A line that begins with a dot arrives with it.\r\n";
  }

  static String header(String from, String to, String subject, String id, Instant date) {
    return "From: "
        + from
        + "\r\n"
        + "To: "
        + to
        + "\r\n"
        + "Subject: "
        + subject
        + "\r\n"
        + "Date: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))
        + "\r\n"
        + "Message-ID: <"
        + id
        + ">\r\n"
        + "MIME-Version: 1.0\r\n";
  }
}
