package io.signetmail.auth.dkim;

import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.MessageDefect;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signs one message as often as wanted over one body hash and one header canonicalization: for
/// DKIM once per key (RFC 6376 §5), for ARC once (RFC 8617 §5.1).
///
/// For one thread at a time.
public final class MessageSigner {
  /// More names in `h=` than our own verifier reads are of no use to anybody.
  private static final int MAX_NAMES = DkimLimits.DEFAULT.maxSignedFields();

  private final ParsedMessage message;
  private final SigningOptions options;
  private final CanonicalBytes canonical = new CanonicalBytes();
  private int headerLength;
  private List<String> names = List.of();
  private @Nullable BodyHash body;

  public MessageSigner(ParsedMessage message, SigningOptions options) {
    this.message = message;
    this.options = options;
  }

  /// Hashes the message; the problem when it must not be signed, with these keys or at all.
  public Optional<SigningProblem> prepare(List<SigningKey> keys) {
    var refusal = keyProblem(keys).or(() -> headerProblem(message));
    if (refusal.isPresent()) {
      return refusal;
    }
    var hashes = new MessageHashes(message);
    body = hashes.body(options.body());
    if (body.sawBareLineEnd()
        || (options.body() == Canonicalization.SIMPLE
            && LineEnds.firstBare(message.bytes(), message.bodyOffset()) >= 0)) {
      return problem(SigningProblem.Kind.BARE_LINE_END, "bare CR or LF in the body");
    }
    names = signedNames(hashes.fields(), options);
    if (names.size() > MAX_NAMES) {
      return tooManyNames();
    }
    hashes.fields().append(names, options.header(), canonical);
    headerLength = canonical.length();
    return Optional.empty();
  }

  /// Adds `bh=`, `h=` and `b=` to a field that has its other tags; the whole field with CRLF.
  public String complete(SignatureField started, SigningKey key) throws InvalidKeyException {
    if (body == null) {
      throw new IllegalStateException("not prepared");
    }
    started.tag("bh", Base64Text.encode(body.hash())).listTag("h", names).emptyLastTag("b");
    canonical.truncate(headerLength);
    return complete(started, key, options.header(), canonical);
  }

  /// Signs `data` and the field itself, whose `b=` is still empty; the whole field with CRLF.
  public static String complete(
      SignatureField unsigned, SigningKey key, Canonicalization mode, CanonicalBytes data)
      throws InvalidKeyException {
    var field = HeaderField.of(unsigned.unfinished().getBytes(StandardCharsets.US_ASCII));
    HeaderCanonicalizer.appendLast(field, mode, data);
    var signature = SignatureCrypto.sign(key.algorithm(), key.key(), data);
    return unsigned.complete(Base64Text.encode(signature));
  }

  private Optional<SigningProblem> keyProblem(List<SigningKey> keys) {
    if (keys.isEmpty()) {
      return problem(SigningProblem.Kind.KEY, "no key to sign with");
    }
    for (var key : keys) {
      // The keeper of a remote key answers for its length.
      if (key.key() instanceof RSAPrivateKey && key.bits() < options.minRsaBits()) {
        return problem( // RFC 8301 §3.2
            SigningProblem.Kind.KEY, "RSA key of " + key.bits() + " bits is too short: " + key);
      }
    }
    return Optional.empty();
  }

  /// What in the header section no key could sign.
  static Optional<SigningProblem> headerProblem(ParsedMessage message) {
    var defects = message.defects();
    if (defects.contains(MessageDefect.BARE_LINE_END_IN_HEADER)) {
      return problem(SigningProblem.Kind.BARE_LINE_END, "bare CR or LF in the header section");
    }
    if (!message.headersComplete()) {
      return problem(SigningProblem.Kind.HEADER, "the header section is over its limits");
    }
    if (defects.contains(MessageDefect.MALFORMED_FIELD)) {
      return problem(SigningProblem.Kind.HEADER, "a line in the header section is no field");
    }
    if (message.headers().size() > MAX_NAMES / 2
        && signedNames(new HeaderSelection(message), SigningOptions.DEFAULT).size() > MAX_NAMES) {
      return tooManyNames();
    }
    var author = AuthorDomain.of(message);
    return author instanceof AuthorDomain.Single
        ? Optional.empty()
        : problem(SigningProblem.Kind.FROM, author.problem());
  }

  private static Optional<SigningProblem> tooManyNames() {
    return problem(
        SigningProblem.Kind.HEADER, "more than " + MAX_NAMES + " header fields are to be signed");
  }

  private static Optional<SigningProblem> problem(SigningProblem.Kind kind, String detail) {
    return Optional.of(new SigningProblem(kind, detail));
  }

  /// The names for `h=`: every occurrence of what is to be signed, and one more of what is
  /// oversigned (RFC 6376 §5.4 and §5.4.2).
  private static List<String> signedNames(HeaderSelection selection, SigningOptions options) {
    var all = new ArrayList<String>(40);
    for (var name : options.oversignedFields()) {
      addTimes(all, name, selection.count(name) + 1);
    }
    for (var name : options.signedFields()) {
      addTimes(all, name, selection.count(name));
    }
    return all;
  }

  private static void addTimes(List<String> names, String name, int times) {
    for (var i = 0; i < times; i++) {
      names.add(name);
    }
  }
}
