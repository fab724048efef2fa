package io.signetmail.auth.fuzz;

import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.TestKeys;
import io.signetmail.auth.message.ParsedMessage;
import java.util.List;

/// ARC: the bytes as header fields of a message. What is no chain can be sealed, and the sealed
/// message passes.
public final class ArcFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "\r\n",
          "ARC-Seal: ",
          "ARC-Message-Signature: ",
          "ARC-Authentication-Results: ",
          "i=1",
          "i=2",
          "i=3",
          "i=",
          "51",
          "0",
          "; ",
          ";",
          "cv=none",
          "cv=pass",
          "cv=fail",
          "cv=",
          "a=rsa-sha256",
          "a=ed25519-sha256",
          "d=example.com",
          "s=s1",
          "s=e1",
          "h=from",
          "h=from:arc-seal",
          "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
          "b=",
          "AAAA",
          "t=1",
          "c=relaxed/relaxed",
          "mx.test; dmarc=pass",
          "mx.test",
          "spf=pass",
          " ",
          "\t",
          "\r\n ",
          "=",
          "\0",
          "\u00fc",
          "l=0",
          "x=1",
          "\n",
          "ARC-Seal: i=1; a=ed25519-sha256; cv=none; d=example.com; s=e1; b=AAAA\r\n",
          "ARC-Authentication-Results: i=1; mx.test; none\r\n",
          "ARC-Message-Signature: i=1; a=ed25519-sha256; d=example.com; s=e1; h=from;"
              + " c=relaxed/relaxed; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\r\n");

  private static final byte[] REST = Fixtures.latin1("From: joe@example.com\r\n\r\n");
  private static final ArcValidator VALIDATOR =
      new ArcValidator(new DkimVerifier(Fixtures.KEYS, DkimLimits.DEFAULT, Fixtures.CLOCK));
  private static final ArcSealer SEALER = new ArcSealer(Fixtures.CLOCK, SigningOptions.DEFAULT);

  private ArcFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    check(Fixtures.joined(input, REST));
    check(Fixtures.joined(WORDS.map(input), REST));
  }

  private static void check(byte[] bytes) {
    var message = ParsedMessage.of(bytes);
    var chain = VALIDATOR.validate(new MessageHashes(message), Fixtures.KEYS);
    switch (chain) {
      case ArcResult.None _ -> {}
      case ArcResult.Fail(var reason) ->
          Promise.that(!reason.isEmpty() && reason.length() < 200, "a short reason");
      case ArcResult.Pass(var oldest, var hops) -> {
        Promise.that(!hops.isEmpty() && hops.size() <= 50, "bounded hops");
        Promise.that(oldest >= 0 && oldest <= hops.size(), "an instance of the chain");
      }
    }
    var seen = new AuthenticationResults("mx.test", List.of());
    if (SEALER.seal(message, TestKeys.ED25519, seen, chain)
        instanceof SealResult.Sealed(var fields, var instance)) {
      var sealed = Fixtures.joined(Fixtures.latin1(fields), bytes);
      var result = VALIDATOR.validate(new MessageHashes(ParsedMessage.of(sealed)), Fixtures.KEYS);
      var whole = chain instanceof ArcResult.None || chain instanceof ArcResult.Pass;
      Promise.equal(
          result instanceof ArcResult.Pass, whole, "a sealed chain of " + instance + " " + result);
    }
  }
}
