package io.signetmail.auth.dkim;

import io.signetmail.auth.message.ParsedMessage;
import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signs messages (RFC 6376 §5), with several keys over one body hash (RFC 8463 §3 suggests an RSA
/// and an Ed25519 one). Safe for many threads.
///
/// Refuses what must not be signed; never changes the message.
public final class DkimSigner {
  private static final int SHOWN_SIGNATURE = 8;

  private final InstantSource clock;

  public DkimSigner(InstantSource clock) {
    this.clock = clock;
  }

  /// What in the header section would make {@link #sign} refuse the message with any key; an edge
  /// asks before it takes responsibility for what could then only become a dead letter.
  public static Optional<SigningProblem> obstacle(ParsedMessage message) {
    return MessageSigner.headerProblem(message);
  }

  /// Signs with each of the keys. The first key's signature comes first.
  public SigningResult sign(ParsedMessage message, List<SigningKey> keys, SigningOptions options) {
    var signer = new MessageSigner(message, options);
    var problem = signer.prepare(keys);
    if (problem.isPresent()) {
      return new SigningResult.Refused(problem.get());
    }
    var fields = new StringBuilder(1024);
    var identities = new ArrayList<SignatureIdentity>(keys.size());
    for (var key : keys) {
      try {
        var field = signer.complete(started(key, options), key);
        fields.append(field);
        identities.add(identity(key, field));
      } catch (InvalidKeyException _) {
        return new SigningResult.Refused(
            new SigningProblem(SigningProblem.Kind.KEY, "the key cannot sign: " + key));
      }
    }
    return new SigningResult.Signed(fields.toString(), identities);
  }

  private SignatureField started(SigningKey key, SigningOptions options) {
    var now = clock.instant().getEpochSecond();
    var field =
        new SignatureField("DKIM-Signature")
            .tag("v", "1")
            .tag("a", key.algorithm().tag())
            .tag("c", options.header().tag() + "/" + options.body().tag())
            .tag("d", key.domain().toString())
            .tag("s", key.selector().toString())
            .tag("t", Long.toString(now));
    return options
        .validFor()
        .map(validity -> field.tag("x", Long.toString(now + validity.toSeconds())))
        .orElse(field);
  }

  private static SignatureIdentity identity(SigningKey key, String field) {
    var signature = field.lastIndexOf("\tb=") + 3;
    return new SignatureIdentity(
        key.domain(),
        key.selector(),
        key.algorithm().tag(),
        "@" + key.domain(),
        field.substring(signature, signature + SHOWN_SIGNATURE));
  }
}
