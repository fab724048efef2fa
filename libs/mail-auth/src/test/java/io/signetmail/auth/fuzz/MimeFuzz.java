package io.signetmail.auth.fuzz;

/// Report mails: multiparts, encodings, attachments, feedback reports.
public final class MimeFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "\r\n",
          "\r\n\r\n",
          "From: r@o.example\r\n",
          "Content-Type: ",
          "multipart/mixed",
          "multipart/report; report-type=feedback-report",
          "; boundary=b",
          "; boundary=\"c\"",
          "--b",
          "--c",
          "--",
          "--b--\r\n",
          "--c--\r\n",
          "--b\r\n",
          "--c\r\n",
          "text/plain",
          "text/xml",
          "application/gzip",
          "application/zip",
          "message/rfc822",
          "message/feedback-report",
          "text/rfc822-headers",
          "; name=a.xml",
          "; name=\"a.xml.gz\"",
          "Content-Disposition: attachment; filename=\"r.xml\"\r\n",
          "Content-Transfer-Encoding: base64\r\n",
          "Content-Transfer-Encoding: quoted-printable\r\n",
          "Content-Transfer-Encoding: x\r\n",
          "PGZlZWRiYWNrPg==",
          "H4sIAAAAAAAA",
          "=3D",
          "=\r\n",
          "=",
          "<feedback>",
          "</feedback>",
          "Feedback-Type: auth-failure\r\n",
          "Version: 1\r\n",
          "Auth-Failure: dkim\r\n",
          "Source-IP: 192.0.2.1\r\n",
          "Incidents: ",
          "9",
          " ",
          "\t",
          "charset=utf-16",
          "\u00fc",
          "\0",
          "\n",
          "\r",
          ":",
          ";",
          "\"",
          "From x Mon\n",
          "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
          "Content-Type: message/rfc822\r\n\r\n",
          "filename*0*=utf-8''a.xml\r\n");

  private MimeFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Reports.check(input);
    Reports.check(WORDS.map(input));
    Reports.check(Fixtures.joined(Fixtures.latin1("From: r@o.example\r\n"), WORDS.map(input)));
  }
}
