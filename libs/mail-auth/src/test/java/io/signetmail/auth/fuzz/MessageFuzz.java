package io.signetmail.auth.fuzz;

import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.dkim.BodyHash;
import io.signetmail.auth.dkim.CanonicalBody;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dkim.TestKeys;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// Messages: the fields cover the header section without a gap, canonical bodies are stable, and
/// what can be signed verifies.
public final class MessageFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "\r\n",
          "\r\n",
          " ",
          "\t",
          "\r",
          "\n",
          "\0",
          "From",
          "from",
          ":",
          ": ",
          "joe",
          "@",
          "example.com",
          "<",
          ">",
          ",",
          ";",
          "(",
          ")",
          "\"",
          "\\",
          "To: x@y.example\r\n",
          "From: joe@example.com\r\n",
          "\r\n\r\n",
          "body",
          "Subject: ",
          "undisclosed:;",
          "\u00fc",
          "\u00c3\u00bc",
          "=?utf-8?q?a?=",
          "Authentication-Results: mx.test; none\r\n",
          "[",
          "]",
          ".",
          "..",
          "  \r\n",
          "\t\r\n",
          "X",
          "xn--",
          "DKIM-Signature: ",
          "\u00e3\u0080\u0082");

  private static final DkimSigner SIGNER = new DkimSigner(Fixtures.CLOCK);
  private static final DkimVerifier VERIFIER =
      new DkimVerifier(Fixtures.KEYS, DkimLimits.DEFAULT, Fixtures.CLOCK);
  private static final MessageAuthenticator AUTHENTICATOR =
      new MessageAuthenticator(Fixtures.KEYS, AuthenticatorSettings.defaults(), Fixtures.CLOCK);

  private MessageFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    check(input);
    check(WORDS.map(input));
  }

  private static void check(byte[] bytes) {
    var before = bytes.clone();
    var message = ParsedMessage.of(bytes);
    coversTheHeader(message);
    var author = AuthorDomain.of(message);
    Promise.equal(
        author.problem().isEmpty(), author instanceof AuthorDomain.Single, "a problem or a domain");
    for (var mode : Canonicalization.values()) {
      stableBody(message, mode);
    }
    var at = 0;
    for (var forged : ForgedResults.find(message, "mx.test")) {
      Promise.that(forged.start() >= at && forged.end() <= message.bodyOffset(), "ranges in order");
      at = forged.end();
    }
    var found = AUTHENTICATOR.authenticate(message, Fixtures.CLIENT);
    var field = found.results("mx.test").toField();
    Promise.equal(ParsedMessage.of(Fixtures.latin1(field)).headers().size(), 1, "one field");
    signedVerifies(message);
    Promise.that(Arrays.equals(bytes, before), "the message is never changed");
  }

  private static void coversTheHeader(ParsedMessage message) {
    var at = 0;
    for (var field : message.headers()) {
      Promise.equal(field.start(), at, "fields without a gap");
      Promise.that(field.end() > field.start(), "no empty field");
      Promise.that(field.valueStart() <= field.end(), "the value is inside");
      Promise.that(field.value().length() <= field.end() - field.start(), "a bounded value");
      Promise.equal(field.name().length(), field.lowerName().length(), "one name");
      at = field.end();
    }
    Promise.that(at <= message.bodyOffset(), "the body is behind the header");
    Promise.that(message.bodyOffset() <= message.bytes().length, "the body is inside");
  }

  private static void stableBody(ParsedMessage message, Canonicalization mode) {
    var once = CanonicalBody.of(message.bytes(), message.bodyOffset(), mode);
    var twice = CanonicalBody.of(once, 0, mode);
    // RFC 6376 §3.4.4: an empty body stays empty in relaxed, and is a line end in simple
    Promise.that(Arrays.equals(once, twice), "a canonical body is its own canonical form");
    var hash = BodyHash.of(message.bytes(), message.bodyOffset(), mode, OptionalLong.empty());
    Promise.equal(hash.canonicalLength(), (long) once.length, "the hashed length");
    Promise.that(
        hash.matches(BodyHash.of(once, 0, mode, OptionalLong.empty()).hash()), "the same hash");
  }

  private static void signedVerifies(ParsedMessage message) {
    for (var mode : Canonicalization.values()) {
      var options = SigningOptions.DEFAULT.withCanonicalization(mode, mode);
      if (SIGNER.sign(message, List.of(TestKeys.ED25519), options)
          instanceof SigningResult.Signed(var fields, _)) {
        var signed = Fixtures.joined(Fixtures.latin1(fields), message.bytes());
        var results = VERIFIER.verify(ParsedMessage.of(signed));
        Promise.that(results.getFirst().passed(), "what we sign verifies: " + results.getFirst());
      }
    }
  }
}
