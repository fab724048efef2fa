package io.signetmail.auth.arc;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dkim.CanonicalBytes;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimSignatureParser;
import io.signetmail.auth.dkim.DkimSignatureParser.Dialect;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.HeaderCanonicalizer;
import io.signetmail.auth.dkim.KeyLookup;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dkim.SignatureCrypto;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Validates the chain of a message (RFC 8617 §5.2). Safe for many threads.
///
/// At most 50 sets, so at most 100 keys are looked up and 100 signatures verified; the caller's DNS
/// client brings the time limit.
public final class ArcValidator {
  private final DkimVerifier signatures;

  /// Uses the keys, limits and clock of `signatures`: an ARC-Message-Signature is verified like a
  /// DKIM-Signature.
  public ArcValidator(DkimVerifier signatures) {
    this.signatures = signatures;
  }

  /// `dns` answers for the keys, perhaps with a deadline.
  public ArcResult validate(MessageHashes hashes, DnsClient dns) {
    return switch (ArcChain.collect(hashes.message())) {
      case ArcChain.Nothing _ -> new ArcResult.None();
      case ArcChain.Broken(var reason, _, _) -> new ArcResult.Fail(reason);
      case ArcChain.Sound(var sets) -> validate(sets, hashes, dns);
    };
  }

  private ArcResult validate(List<ArcChain.Set> sets, MessageHashes hashes, DnsClient dns) {
    var newest = sets.size();
    if (!messageSignatureVerifies(sets.getLast().messageSignature(), hashes, dns)) { // step 4
      return new ArcResult.Fail("the message signature of i=" + newest + " does not verify");
    }
    var hops = new ArrayList<ArcHop>(newest);
    for (var i = newest; i >= 1; i--) { // step 6
      var hop = verifiedHop(sets, i, dns);
      if (hop.isEmpty()) {
        return new ArcResult.Fail("the seal of i=" + i + " does not verify");
      }
      hops.addFirst(hop.get());
    }
    return new ArcResult.Pass(oldestPass(sets, hashes, dns), hops);
  }

  /// RFC 8617 §5.2 step 5.
  private int oldestPass(List<ArcChain.Set> sets, MessageHashes hashes, DnsClient dns) {
    for (var i = sets.size() - 1; i >= 1; i--) {
      if (!messageSignatureVerifies(sets.get(i - 1).messageSignature(), hashes, dns)) {
        return i + 1;
      }
    }
    return 0;
  }

  private boolean messageSignatureVerifies(HeaderField field, MessageHashes hashes, DnsClient dns) {
    return switch (DkimSignatureParser.parse(field, Dialect.ARC, signatures.limits())) {
      case DkimSignatureParser.Malformed _ -> false;
      case DkimSignatureParser.WellFormed(var signature) ->
          // RFC 8617 §4.1.2: no ARC field is signed by it. Only the seal is refused: it is written
          // after the signature, and the deployed signers that name the results do no harm.
          !signature.signedFields().contains(ArcChain.SEAL)
              && signatures.verify(signature, hashes, dns).passed();
    };
  }

  private Optional<ArcHop> verifiedHop(List<ArcChain.Set> sets, int instance, DnsClient dns) {
    var set = sets.get(instance - 1);
    var seal = ArcSeal.parse(set.seal()).orElse(null);
    if (seal == null) {
      return Optional.empty();
    }
    var need = new KeyLookup.Need(seal.domain(), seal.selector(), seal.algorithm(), seal.domain());
    if (!(signatures.keys().find(need, dns) instanceof KeyLookup.Usable(var key))) {
      return Optional.empty();
    }
    var data = sealedBytes(sets, instance);
    HeaderCanonicalizer.appendHollow(seal.field(), seal.hollow(), Canonicalization.RELAXED, data);
    return SignatureCrypto.verifies(
            seal.algorithm(), key.publicKey().orElseThrow(), data, seal.signature())
        ? Optional.of(new ArcHop(instance, seal.domain(), seal.selector(), recorded(set.results())))
        : Optional.empty();
  }

  /// RFC 8617 §5.1.1: the sets in rising order, the newest without its seal.
  private static CanonicalBytes sealedBytes(List<ArcChain.Set> sets, int instance) {
    var data = new CanonicalBytes();
    for (var older : sets.subList(0, instance - 1)) {
      appendSet(older, data);
    }
    var newest = sets.get(instance - 1);
    HeaderCanonicalizer.append(newest.results(), Canonicalization.RELAXED, data);
    HeaderCanonicalizer.append(newest.messageSignature(), Canonicalization.RELAXED, data);
    return data;
  }

  /// RFC 8617 §5.1.1: within a set results, message signature, seal.
  static void appendSet(ArcChain.Set set, CanonicalBytes data) {
    HeaderCanonicalizer.append(set.results(), Canonicalization.RELAXED, data);
    HeaderCanonicalizer.append(set.messageSignature(), Canonicalization.RELAXED, data);
    HeaderCanonicalizer.append(set.seal(), Canonicalization.RELAXED, data);
  }

  private static AuthenticationResults recorded(HeaderField results) {
    var payload = ResultsInstance.payload(results.value());
    return switch (ResultsParser.parse(payload, ResultsParser.Mode.LENIENT)) {
      case ResultsParser.Ok(var read) -> read;
      case ResultsParser.Invalid _ -> new AuthenticationResults("", List.of());
    };
  }
}
