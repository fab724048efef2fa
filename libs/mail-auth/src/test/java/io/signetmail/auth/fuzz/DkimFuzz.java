package io.signetmail.auth.fuzz;

import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimSignatureParser;
import io.signetmail.auth.dkim.DkimSignatureParser.Dialect;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.TagList;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;

/// DKIM: the bytes as a tag list, as a key record and as the value of a signature.
public final class DkimFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          ";",
          "; ",
          "=",
          "v=1",
          "v=DKIM1",
          "a=rsa-sha256",
          "a=ed25519-sha256",
          "a=rsa-sha1",
          "c=relaxed/simple",
          "c=",
          "d=example.com",
          "s=s1",
          "s=e1",
          "i=@example.com",
          "i=a=40b@x.example.com",
          "h=from",
          "h=",
          ":",
          "from",
          "to",
          "bh=",
          "b=",
          "l=",
          "q=dns/txt",
          "t=",
          "x=",
          "z=",
          "k=rsa",
          "k=ed25519",
          "p=",
          "n=",
          "t=y",
          "t=s",
          "s=email",
          "h=sha256",
          "AAAA",
          "AAA=",
          "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
          "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          "\r\n ",
          "\r\n\t",
          " ",
          "\t",
          "\r",
          "\n",
          "\0",
          "1",
          "0",
          "9999999999999999999",
          "-",
          "_",
          "\u00fc",
          "\u00c3\u00bc",
          "simple",
          "=3D",
          "=?");

  private static final DomainName KEY = DomainName.of("s1._domainkey.example.com");
  private static final byte[] NAME = Fixtures.latin1("DKIM-Signature: ");
  private static final byte[] REST = Fixtures.latin1("\r\nFrom: joe@example.com\r\n\r\n");
  private static final DkimVerifier VERIFIER =
      new DkimVerifier(Fixtures.KEYS, DkimLimits.DEFAULT, Fixtures.CLOCK);

  private DkimFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    check(input);
    check(WORDS.map(input));
  }

  private static void check(byte[] bytes) {
    tagList(bytes);
    keyRecord(Fixtures.latin1(bytes));
    signature(bytes);
  }

  private static void tagList(byte[] bytes) {
    switch (TagList.parse(bytes, 0, bytes.length)) {
      case TagList.Invalid(var reason) ->
          Promise.that(!reason.isEmpty() && reason.length() < 100, "a short reason");
      case TagList.Ok(var tags) -> {
        var at = 0;
        for (var tag : tags.tags()) {
          Promise.that(tag.raw().start() > at, "tags in order");
          Promise.that(tag.raw().end() <= bytes.length, "values are inside");
          Promise.that(tags.value(tag.name()).isPresent(), "every tag has a value");
          Promise.that(
              tags.compactValue(tag.name()).orElseThrow().chars().noneMatch(c -> c <= ' '),
              "a compact value has no white space");
          at = tag.raw().end();
        }
      }
    }
  }

  private static void keyRecord(String text) {
    if (DkimKeyRecord.parse(text) instanceof DkimKeyRecord.Ok(var read)) {
      var printed = read.toTxt();
      if (read.notes().isEmpty()) { // notes are for people, and printed as they were read
        Promise.that(
            DkimKeyRecord.parse(printed) instanceof DkimKeyRecord.Ok(var again)
                && again.toTxt().equals(printed)
                && again.equals(read)
                && again.servesEmail() == read.servesEmail()
                && again.strictDomain() == read.strictDomain(),
            "a printed key record is read again");
      }
      Promise.that(read.revoked() || read.keyBits() >= 256, "a key has bits");
    }
    var zone = ZoneDns.builder().txt(KEY, new TxtRecord(text)).build();
    var dkim = new DkimVerifier(zone, DkimLimits.DEFAULT, Fixtures.CLOCK);
    var signed =
        Fixtures.latin1(
            "DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; h=from;"
                + " bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; c=relaxed/relaxed; b=AAAA"
                + "\r\nFrom: joe@example.com\r\n\r\n");
    for (var result : dkim.verify(ParsedMessage.of(signed))) {
      Promise.that(!result.passed(), "nothing is signed by AAAA: " + text);
    }
  }

  private static void signature(byte[] bytes) {
    var message = ParsedMessage.of(Fixtures.joined(NAME, Fixtures.joined(bytes, REST)));
    for (var dialect : Dialect.values()) {
      switch (DkimSignatureParser.parse(
          message.headers().getFirst(), dialect, DkimLimits.DEFAULT)) {
        case DkimSignatureParser.Malformed(_, var problem) ->
            Promise.that(!problem.detail().isEmpty(), "a detail");
        case DkimSignatureParser.WellFormed(var signature) -> {
          Promise.that(signature.signedFields().contains("from"), "From is signed");
          Promise.that(
              signature.auidDomain().isSameOrSubdomainOf(signature.domain()), "i= is in d=");
        }
      }
    }
    for (var result : VERIFIER.verify(message)) {
      Promise.that(!result.keyword().isEmpty(), "a keyword");
    }
  }
}
