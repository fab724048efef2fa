package io.signetmail.auth.arc;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.dkim.CanonicalBytes;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.HeaderCanonicalizer;
import io.signetmail.auth.dkim.MessageSigner;
import io.signetmail.auth.dkim.SignatureField;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningProblem;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Adds an ARC set to a message that goes on to somebody else (RFC 8617 §5.1). Safe for many
/// threads.
///
/// Seal last: after every change and after the DKIM-Signature.
public final class ArcSealer {
  private final InstantSource clock;
  private final SigningOptions options;

  public ArcSealer(InstantSource clock, SigningOptions options) {
    this.clock = clock;
    this.options = withoutUnstableFields(options);
  }

  /// RFC 8617 §4.1.2: DKIM signatures are covered; Authentication-Results and ARC fields never.
  private static SigningOptions withoutUnstableFields(SigningOptions options) {
    var signed = new ArrayList<>(options.signedFields());
    var oversigned = new ArrayList<>(options.oversignedFields());
    for (var names : List.of(signed, oversigned)) {
      names.removeIf(name -> name.equals("authentication-results") || name.startsWith("arc-"));
    }
    if (!signed.contains("dkim-signature") && !oversigned.contains("dkim-signature")) {
      signed.add("dkim-signature");
    }
    return options.withFields(signed, oversigned);
  }

  /// `seen` is what we found for this message as it arrived, `chain` the part of it about ARC.
  public SealResult seal(
      ParsedMessage message, SigningKey key, AuthenticationResults seen, ArcResult chain) {
    List<ArcChain.Set> older;
    int instance;
    switch (ArcChain.collect(message)) {
      case ArcChain.Nothing _ -> {
        older = List.of();
        instance = 1;
      }
      case ArcChain.Broken(var reason, var highest, var endedByFail) -> {
        if (endedByFail) {
          return new SealResult.Unchanged(reason); // RFC 8617 §5.1 step 2
        }
        older = List.of();
        instance = highest + 1;
      }
      case ArcChain.Sound(var sets) -> {
        older = sets;
        instance = sets.size() + 1;
      }
    }
    if (instance > ArcChain.MAX_INSTANCE) {
      return new SealResult.Unchanged("the chain has " + ArcChain.MAX_INSTANCE + " sets");
    }
    var failed = instance > 1 && !(chain instanceof ArcResult.Pass);
    // RFC 8617 §5.1.2: a failed chain is sealed as if the new set were the only one
    return seal(message, key, seen, new Position(instance, failed, failed ? List.of() : older));
  }

  /// Where the new set goes.
  private record Position(int instance, boolean failed, List<ArcChain.Set> older) {
    String chainValidation() {
      return instance == 1 ? "none" : failed ? "fail" : "pass";
    }
  }

  private SealResult seal(
      ParsedMessage message, SigningKey key, AuthenticationResults seen, Position position) {
    var signer = new MessageSigner(message, options);
    var problem = signer.prepare(List.of(key));
    if (problem.isPresent()) {
      return new SealResult.Refused(problem.get());
    }
    var number = Integer.toString(position.instance());
    var now = Long.toString(clock.instant().getEpochSecond());
    var results = "ARC-Authentication-Results: i=" + number + "; " + seen.toPayload() + "\r\n";
    try {
      var signature =
          signer.complete(
              new SignatureField("ARC-Message-Signature")
                  .tag("i", number)
                  .tag("a", key.algorithm().tag())
                  .tag("c", options.header().tag() + "/" + options.body().tag())
                  .tag("d", key.domain().toString())
                  .tag("s", key.selector().toString())
                  .tag("t", now),
              key);
      var unsealed =
          new SignatureField("ARC-Seal")
              .tag("i", number)
              .tag("a", key.algorithm().tag())
              .tag("t", now)
              .tag("cv", position.chainValidation())
              .tag("d", key.domain().toString())
              .tag("s", key.selector().toString())
              .emptyLastTag("b");
      var sealed = sealedBytes(position.older());
      append(results, sealed);
      append(signature, sealed);
      var seal = MessageSigner.complete(unsealed, key, Canonicalization.RELAXED, sealed);
      return new SealResult.Sealed(seal + signature + results, position.instance());
    } catch (InvalidKeyException _) {
      return new SealResult.Refused(
          new SigningProblem(SigningProblem.Kind.KEY, "the key cannot sign: " + key));
    }
  }

  private static CanonicalBytes sealedBytes(List<ArcChain.Set> older) {
    var data = new CanonicalBytes();
    for (var set : older) {
      ArcValidator.appendSet(set, data);
    }
    return data;
  }

  private static void append(String field, CanonicalBytes data) {
    HeaderCanonicalizer.append(
        HeaderField.of(field.getBytes(StandardCharsets.US_ASCII)), Canonicalization.RELAXED, data);
  }
}
