package io.signetmail.auth.dkim;

import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.MessageDefect;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Signs messages (RFC 6376 §5), with several keys over one body hash (RFC 8463 §3 suggests an RSA
/// and an Ed25519 one). Safe for many threads.
///
/// Refuses what must not be signed; never changes the message.
public final class DkimSigner {
  private final InstantSource clock;

  public DkimSigner(InstantSource clock) {
    this.clock = clock;
  }

  /// Signs with each of the keys. The first key's signature comes first.
  public SigningResult sign(ParsedMessage message, List<SigningKey> keys, SigningOptions options) {
    var refusal = refusal(message, keys, options);
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    var body =
        BodyHash.of(message.bytes(), message.bodyOffset(), options.body(), OptionalLong.empty());
    if (body.sawBareLineEnd()
        || (options.body() == Canonicalization.SIMPLE
            && LineEnds.firstBare(message.bytes(), message.bodyOffset()) >= 0)) {
      return refused(problem(SigningProblem.Kind.BARE_LINE_END, "bare CR or LF in the body"));
    }
    var selection = new HeaderSelection(message);
    var names = signedNames(selection, options);
    var canonical = new CanonicalBytes();
    selection.append(names, options.header(), canonical);
    var fields = new StringBuilder(1024);
    var identities = new ArrayList<SignatureIdentity>(keys.size());
    for (var key : keys) {
      var unsigned = unsignedField(key, names, body, options);
      var length = canonical.length();
      String signature;
      try {
        signature = signature(key, unsigned.unfinished(), options, canonical);
      } catch (InvalidKeyException _) {
        return refused(problem(SigningProblem.Kind.KEY, "the key cannot sign: " + key));
      }
      canonical.truncate(length);
      fields.append(unsigned.complete(signature));
      identities.add(
          new SignatureIdentity(
              key.domain(),
              key.selector(),
              key.algorithm().tag(),
              "@" + key.domain(),
              signature.substring(0, 8)));
    }
    return new SigningResult.Signed(fields.toString(), identities);
  }

  private static SigningResult refused(SigningProblem problem) {
    return new SigningResult.Refused(problem);
  }

  private static SigningProblem problem(SigningProblem.Kind kind, String detail) {
    return new SigningProblem(kind, detail);
  }

  private static Optional<SigningProblem> refusal(
      ParsedMessage message, List<SigningKey> keys, SigningOptions options) {
    if (keys.isEmpty()) {
      return Optional.of(problem(SigningProblem.Kind.KEY, "no key to sign with"));
    }
    for (var key : keys) {
      if (key.algorithm() == Algorithm.RSA_SHA256 && key.bits() < options.minRsaBits()) {
        return Optional.of(
            problem(
                SigningProblem.Kind.KEY,
                "RSA key of " + key.bits() + " bits is too short: " + key)); // RFC 8301 §3.2
      }
    }
    var defects = message.defects();
    if (defects.contains(MessageDefect.BARE_LINE_END_IN_HEADER)) {
      return Optional.of(
          problem(SigningProblem.Kind.BARE_LINE_END, "bare CR or LF in the header section"));
    }
    if (!message.headersComplete()) {
      return Optional.of(
          problem(SigningProblem.Kind.HEADER, "the header section is over its limits"));
    }
    if (defects.contains(MessageDefect.MALFORMED_FIELD)) {
      return Optional.of(
          problem(SigningProblem.Kind.HEADER, "a line in the header section is no field"));
    }
    var author = AuthorDomain.of(message);
    return author instanceof AuthorDomain.Single
        ? Optional.empty()
        : Optional.of(problem(SigningProblem.Kind.FROM, author.problem()));
  }

  /// The names for `h=`: every occurrence of what is to be signed, and one more of what is
  /// oversigned (RFC 6376 §5.4 and §5.4.2).
  private static List<String> signedNames(HeaderSelection selection, SigningOptions options) {
    var names = new ArrayList<String>(40);
    for (var name : options.oversignedFields()) {
      addTimes(names, name, selection.count(name) + 1);
    }
    for (var name : options.signedFields()) {
      addTimes(names, name, selection.count(name));
    }
    return names;
  }

  private static void addTimes(List<String> names, String name, int times) {
    for (var i = 0; i < times; i++) {
      names.add(name);
    }
  }

  private SignatureField unsignedField(
      SigningKey key, List<String> names, BodyHash body, SigningOptions options) {
    var now = clock.instant().getEpochSecond();
    var field =
        new SignatureField("DKIM-Signature")
            .tag("v", "1")
            .tag("a", key.algorithm().tag())
            .tag("c", options.header().tag() + "/" + options.body().tag())
            .tag("d", key.domain().toString())
            .tag("s", key.selector().toString())
            .tag("t", Long.toString(now));
    options.validFor().ifPresent(v -> field.tag("x", Long.toString(now + v.toSeconds())));
    return field.tag("bh", Base64Text.encode(body.hash())).listTag("h", names).emptyLastTag("b");
  }

  private static String signature(
      SigningKey key, String unsigned, SigningOptions options, CanonicalBytes canonical)
      throws InvalidKeyException {
    var field = HeaderField.of(unsigned.getBytes(StandardCharsets.US_ASCII));
    HeaderCanonicalizer.appendLast(field, options.header(), canonical);
    return Base64Text.encode(SignatureCrypto.sign(key.algorithm(), key.key(), canonical));
  }
}
