package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ByteRange;
import io.signetmail.auth.message.HeaderField;
import java.util.List;
import java.util.OptionalLong;

/// A DKIM-Signature field, or an ARC-Message-Signature, which RFC 8617 §4.1.2 builds from the same
/// tags. Well formed, not verified.
public final class DkimSignature {
  private final HeaderField field;
  private final ByteRange hollow;
  private final SignatureIdentity identity;
  private final SignatureTags tags;

  DkimSignature(
      HeaderField field, ByteRange hollow, SignatureIdentity identity, SignatureTags tags) {
    this.field = field;
    this.hollow = hollow;
    this.identity = identity;
    this.tags = tags;
  }

  /// The required tags, decoded.
  record SignatureTags(
      Algorithm algorithm,
      DomainName domain,
      Selector selector,
      DomainName auidDomain,
      Encoded encoded,
      Canonicalization header,
      Canonicalization body,
      List<String> signedFields,
      OptionalLong bodyLimit,
      OptionalLong timestamp,
      OptionalLong expiration) {
    SignatureTags {
      signedFields = List.copyOf(signedFields);
    }
  }

  /// `b=` and `bh=`, decoded.
  static final class Encoded {
    private final byte[] signature;
    private final byte[] bodyHash;

    Encoded(byte[] signature, byte[] bodyHash) {
      this.signature = signature;
      this.bodyHash = bodyHash;
    }
  }

  public HeaderField field() {
    return field;
  }

  public SignatureIdentity identity() {
    return identity;
  }

  public Algorithm algorithm() {
    return tags.algorithm;
  }

  public DomainName domain() {
    return tags.domain;
  }

  public Selector selector() {
    return tags.selector;
  }

  /// The domain of `i=`, which is `domain` or below it.
  public DomainName auidDomain() {
    return tags.auidDomain;
  }

  public Canonicalization headerCanonicalization() {
    return tags.header;
  }

  public Canonicalization bodyCanonicalization() {
    return tags.body;
  }

  /// `h=` in its order, lower case.
  public List<String> signedFields() {
    return tags.signedFields;
  }

  /// `l=`.
  public OptionalLong bodyLimit() {
    return tags.bodyLimit;
  }

  /// `t=`, seconds since 1970.
  public OptionalLong timestamp() {
    return tags.timestamp;
  }

  /// `x=`, seconds since 1970.
  public OptionalLong expiration() {
    return tags.expiration;
  }

  byte[] signatureBytes() {
    return tags.encoded.signature;
  }

  byte[] bodyHashBytes() {
    return tags.encoded.bodyHash;
  }

  /// The value of `b=` and the white space around it, in the message.
  ByteRange hollow() {
    return hollow;
  }
}
