package io.signetmail.auth.dkim;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A DKIM key record, the TXT record below `_domainkey` (RFC 6376 §3.6.1, RFC 8463 §4).
///
/// `hashAlgorithms` empty means all (`h=` missing); `services` holds "*" for all.
public final class DkimKeyRecord {
  private final String keyType;
  private final @Nullable PublicKey publicKey;
  private final List<String> hashAlgorithms;
  private final List<String> services;
  private final List<String> flags;
  private final @Nullable String notes;

  DkimKeyRecord(String keyType, @Nullable PublicKey publicKey, Restrictions restrictions) {
    this.keyType = keyType;
    this.publicKey = publicKey;
    this.hashAlgorithms = restrictions.hashAlgorithms();
    this.services = restrictions.services();
    this.flags = restrictions.flags();
    this.notes = restrictions.notes();
  }

  /// The optional tags `h=`, `s=`, `t=`, `n=`.
  record Restrictions(
      List<String> hashAlgorithms,
      List<String> services,
      List<String> flags,
      @Nullable String notes) {
    static final Restrictions NONE = new Restrictions(List.of(), List.of("*"), List.of(), null);

    Restrictions {
      hashAlgorithms = List.copyOf(hashAlgorithms);
      services = List.copyOf(services);
      flags = List.copyOf(flags);
    }
  }

  /// Read, or why not.
  public sealed interface Parsed {}

  public record Ok(DkimKeyRecord keyRecord) implements Parsed {}

  public record Invalid(DkimProblem problem) implements Parsed {}

  /// Reads the text of a TXT record, its strings already joined.
  public static Parsed parse(String txt) {
    return parse(txt, DkimLimits.DEFAULT);
  }

  public static Parsed parse(String txt, DkimLimits limits) {
    return new DkimKeyRecordParser(limits).parse(txt);
  }

  /// The record to publish for an RSA or Ed25519 key.
  public static DkimKeyRecord of(PublicKey key) {
    var type =
        key instanceof RSAPublicKey
            ? Algorithm.RSA_SHA256.keyType()
            : Algorithm.ED25519_SHA256.keyType();
    PublicKeys.encode(key); // throws for a key of another kind
    return new DkimKeyRecord(type, key, Restrictions.NONE);
  }

  /// The text of the TXT record, not split into strings: `v=DKIM1; k=rsa; p=…`.
  public String toTxt() {
    var tags = new ArrayList<String>(6);
    tags.add("v=DKIM1"); // RFC 6376 §3.6.1: first when present
    if (!hashAlgorithms.isEmpty()) {
      tags.add("h=" + String.join(":", hashAlgorithms));
    }
    tags.add("k=" + keyType);
    if (notes != null) {
      tags.add("n=" + notes);
    }
    if (!services.contains("*")) {
      tags.add("s=" + String.join(":", services));
    }
    if (!flags.isEmpty()) {
      tags.add("t=" + String.join(":", flags));
    }
    tags.add("p=" + (publicKey == null ? "" : Base64Text.encode(PublicKeys.encode(publicKey))));
    return String.join("; ", tags);
  }

  /// `k=`.
  public String keyType() {
    return keyType;
  }

  /// Empty for a revoked key.
  public Optional<PublicKey> publicKey() {
    return Optional.ofNullable(publicKey);
  }

  /// RFC 6376 §3.6.1: an empty `p=`.
  public boolean revoked() {
    return publicKey == null;
  }

  /// `t=y`: the domain is testing DKIM.
  public boolean testing() {
    return flags.contains("y");
  }

  /// `t=s`: `i=` must be exactly in the domain of `d=`.
  public boolean strictDomain() {
    return flags.contains("s");
  }

  public List<String> hashAlgorithms() {
    return hashAlgorithms;
  }

  public List<String> services() {
    return services;
  }

  public List<String> flags() {
    return flags;
  }

  public Optional<String> notes() {
    return Optional.ofNullable(notes);
  }

  /// RFC 6376 §3.6.1: "*" or "email" in `s=`.
  public boolean servesEmail() {
    return services.contains("*") || services.contains("email");
  }

  boolean allowsSha256() {
    return hashAlgorithms.isEmpty() || hashAlgorithms.contains("sha256");
  }

  /// Bits of the RSA modulus, 256 for Ed25519, 0 for a revoked key.
  public int keyBits() {
    if (publicKey == null) {
      return 0;
    }
    return publicKey instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 256;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DkimKeyRecord that && toTxt().equals(that.toTxt());
  }

  @Override
  public int hashCode() {
    return Objects.hash(keyType, publicKey);
  }

  @Override
  public String toString() {
    return toTxt();
  }
}
