package io.signetmail.auth.dkim;

import io.signetmail.auth.dkim.DkimProblem.Kind;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.message.ParsedMessage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Verifies the DKIM signatures of messages (RFC 6376 §6.1). Safe for many threads.
///
/// Work per message is bounded by {@link DkimLimits}: signatures from the top, then one result that
/// says that the rest was not looked at.
public final class DkimVerifier {
  private final KeyLookup keys;
  private final DnsClient dns;
  private final DkimLimits limits;
  private final InstantSource clock;

  public DkimVerifier(DnsClient dns, DkimLimits limits, InstantSource clock) {
    this.keys = new KeyLookup(dns, limits);
    this.dns = dns;
    this.limits = limits;
    this.clock = clock;
  }

  /// One result for each DKIM-Signature from the top; none for a message without.
  public List<DkimResult> verify(ParsedMessage message) {
    return verify(new MessageHashes(message), dns);
  }

  /// As {@link #verify(ParsedMessage)}, sharing hashes with others and asking this DNS client.
  public List<DkimResult> verify(MessageHashes hashes, DnsClient dns) {
    var results = new ArrayList<DkimResult>(2);
    var readable = 0;
    for (var field : hashes.message().headers("dkim-signature")) {
      if (readable == limits.maxSignatures()
          || results.size() == limits.maxSignatures() * DkimLimits.UNREADABLE_FACTOR) {
        results.add(
            new DkimResult.PermError(
                SignatureIdentity.UNKNOWN,
                new DkimProblem(Kind.LIMIT, "more signatures than are verified")));
        break;
      }
      switch (DkimSignatureParser.parse(field, DkimSignatureParser.Dialect.DKIM, limits)) {
        case DkimSignatureParser.Malformed(var identity, var problem) ->
            results.add(new DkimResult.PermError(identity, problem));
        case DkimSignatureParser.WellFormed(var signature) -> {
          readable++;
          results.add(verify(signature, hashes, dns));
        }
      }
    }
    return results;
  }

  /// Where keys come from; ARC seals use the same ones.
  public KeyLookup keys() {
    return keys;
  }

  public DkimLimits limits() {
    return limits;
  }

  /// Verifies one signature that could be read. RFC 8617 §5.2 verifies an ARC-Message-Signature in
  /// the same way.
  public DkimResult verify(DkimSignature signature, MessageHashes hashes, DnsClient dns) {
    if (!hashes.message().headersComplete()) {
      return permanent(signature, Kind.LIMIT, "the header section is over its limits");
    }
    var now = clock.instant().getEpochSecond();
    var skew = limits.clockSkew().toSeconds();
    if (signature.expiration().isPresent() && signature.expiration().getAsLong() < now - skew) {
      return permanent(signature, Kind.EXPIRED, "expired (x=)"); // RFC 6376 §3.5
    }
    if (signature.timestamp().isPresent() && signature.timestamp().getAsLong() > now + skew) {
      // RFC 6376 §3.5: a verifier may ignore signatures from the future
      return permanent(signature, Kind.FROM_THE_FUTURE, "signed in the future (t=)");
    }
    var need =
        new KeyLookup.Need(
            signature.domain(),
            signature.selector(),
            signature.algorithm(),
            signature.auidDomain());
    return switch (keys.find(need, dns)) {
      case KeyLookup.Refused(var problem, var temporary) ->
          temporary
              ? new DkimResult.TempError(signature.identity(), problem)
              : new DkimResult.PermError(signature.identity(), problem);
      case KeyLookup.Usable(var key) -> verify(signature, key, hashes);
    };
  }

  /// RFC 6376 §6.1.3.
  private static DkimResult verify(
      DkimSignature signature, DkimKeyRecord key, MessageHashes hashes) {
    var identity = signature.identity();
    var body = hashes.body(signature.bodyCanonicalization(), signature.bodyLimit());
    var limit = signature.bodyLimit();
    if (limit.isPresent() && limit.getAsLong() > body.canonicalLength()) {
      // RFC 6376 §3.5: l= MUST NOT be larger than the body
      return new DkimResult.Fail(
          identity, new DkimProblem(Kind.BODY_HASH, "l= is longer than the body"));
    }
    if (!body.matches(signature.bodyHashBytes())) {
      return new DkimResult.Fail(
          identity, new DkimProblem(Kind.BODY_HASH, "the body was changed (bh=)"));
    }
    if (!hashes.verifies(signature, key.publicKey().orElseThrow())) {
      return new DkimResult.Fail(
          identity, new DkimProblem(Kind.SIGNATURE, "the signature does not verify (b=)"));
    }
    if (!body.coversWholeBody()) {
      // RFC 6376 §8.2: anything can be appended, so the author vouches for nothing
      return new DkimResult.Policy(
          identity, new DkimProblem(Kind.PARTIAL_BODY, "l= does not cover the whole body"));
    }
    return new DkimResult.Pass(identity, key.keyBits(), key.testing());
  }

  private static DkimResult permanent(DkimSignature signature, Kind kind, String detail) {
    return new DkimResult.PermError(signature.identity(), new DkimProblem(kind, detail));
  }
}
