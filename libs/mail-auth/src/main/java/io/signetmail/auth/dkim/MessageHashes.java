package io.signetmail.auth.dkim;

import io.signetmail.auth.message.ParsedMessage;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What the signatures of one message share: its body hashes, each computed once, and the index of
/// its header fields. DKIM and ARC use the same one.
///
/// For one thread at a time.
public final class MessageHashes {
  private record BodyKey(Canonicalization mode, long limit) {}

  private final ParsedMessage message;
  private final HeaderSelection fields;
  private final CanonicalBytes canonical = new CanonicalBytes();
  private final Map<BodyKey, BodyHash> bodies = HashMap.newHashMap(2);

  public MessageHashes(ParsedMessage message) {
    this.message = message;
    this.fields = new HeaderSelection(message);
  }

  public ParsedMessage message() {
    return message;
  }

  public HeaderSelection fields() {
    return fields;
  }

  public BodyHash body(Canonicalization mode) {
    return body(mode, OptionalLong.empty());
  }

  public BodyHash body(Canonicalization mode, OptionalLong limit) {
    var known = bodies.get(new BodyKey(mode, Long.MAX_VALUE));
    if (known != null && limit.orElse(Long.MAX_VALUE) == known.canonicalLength()) {
      return known; // an l= that covers everything
    }
    return bodies.computeIfAbsent(
        new BodyKey(mode, limit.orElse(Long.MAX_VALUE)),
        _ -> BodyHash.of(message.bytes(), message.bodyOffset(), mode, limit));
  }

  /// True when the signature verifies over the header fields it names (RFC 6376 §3.7).
  public boolean verifies(DkimSignature signature, PublicKey key) {
    canonical.clear();
    fields.append(signature.signedFields(), signature.headerCanonicalization(), canonical);
    HeaderCanonicalizer.appendHollow(
        signature.field(), signature.hollow(), signature.headerCanonicalization(), canonical);
    return SignatureCrypto.verifies(
        signature.algorithm(), key, canonical, signature.signatureBytes());
  }
}
