package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a signature claims about itself, as far as it could be read: the properties RFC 8601 §2.7.1
/// and RFC 6008 report.
///
/// `auid` is `i=` as written (decoded), `signatureStart` the first characters of `b=`.
public record SignatureIdentity(
    @Nullable DomainName sdid,
    @Nullable Selector signatureSelector,
    @Nullable String algorithmTag,
    @Nullable String auidText,
    @Nullable String signatureStart) {

  static final SignatureIdentity UNKNOWN = new SignatureIdentity(null, null, null, null, null);

  /// The signing domain, `d=`.
  public Optional<DomainName> domain() {
    return Optional.ofNullable(sdid);
  }

  /// `s=`.
  public Optional<Selector> selector() {
    return Optional.ofNullable(signatureSelector);
  }

  /// `a=` as written.
  public Optional<String> algorithm() {
    return Optional.ofNullable(algorithmTag);
  }

  /// `i=`; RFC 6376 §3.5: "@" and `d=` when the tag is missing.
  public Optional<String> auid() {
    return Optional.ofNullable(auidText);
  }

  /// RFC 6008 §4: enough of `b=` to tell signatures apart.
  public Optional<String> start() {
    return Optional.ofNullable(signatureStart);
  }
}
