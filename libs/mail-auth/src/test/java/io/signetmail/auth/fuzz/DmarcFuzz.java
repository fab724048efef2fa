package io.signetmail.auth.fuzz;

import io.signetmail.auth.dmarc.DmarcMode;
import io.signetmail.auth.dmarc.DmarcRecordParser;
import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;

/// DMARC records: bounded lists, and what is printed is read again as the same.
public final class DmarcFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          ";",
          "; ",
          "=",
          "v=DMARC1",
          "v=DMARC1;",
          "p=none",
          "p=quarantine",
          "p=reject",
          "p=",
          "sp=",
          "np=",
          "none",
          "reject",
          "adkim=",
          "aspf=",
          "r",
          "s",
          "pct=",
          "100",
          "0",
          "101",
          "rua=",
          "ruf=",
          "mailto:",
          "a@b.example",
          "!",
          "10m",
          "1",
          ",",
          "https://x.example/",
          "fo=",
          "d",
          ":",
          "t=y",
          "psd=",
          "y",
          "n",
          "u",
          "rf=afrf",
          "ri=86400",
          "%21",
          "%2",
          " ",
          "\t",
          "\u00fc",
          "\0",
          "P=NONE",
          "x",
          "\r\n",
          "?subject=a");

  private DmarcFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    check(Fixtures.latin1(input));
    check(Fixtures.latin1(WORDS.map(input)));
    check("v=DMARC1;" + Fixtures.latin1(WORDS.map(input)));
  }

  private static void check(String text) {
    if (!(DmarcRecordParser.parse(text) instanceof Parsed.Valid(var read, _, var problems))) {
      return;
    }
    Promise.that(problems.size() <= 20, "bounded problems");
    Promise.that(read.rua().size() <= 20 && read.ruf().size() <= 20, "bounded addresses");
    Promise.that(read.percent() >= 0 && read.percent() <= 100, "a percentage");
    for (var uri : read.rua()) {
      Promise.that(!uri.isMailto() || uri.host().isPresent(), "an address has a host");
    }
    var printed = read.print();
    Promise.that(
        DmarcRecordParser.parse(printed) instanceof Parsed.Valid(var again, _, _)
            && again.equals(read),
        "a printed record is read again: " + printed);
    for (var mode : DmarcMode.values()) {
      Promise.that(read.use(mode) != null, "a use");
    }
  }
}
