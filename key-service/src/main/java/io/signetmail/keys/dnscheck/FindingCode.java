package io.signetmail.keys.dnscheck;

import java.util.Locale;

/// Everything that can be wrong with a published record. The keyword is part of the API.
public enum FindingCode {
  /// DNS did not answer: nothing is known.
  UNAVAILABLE(Severity.ERROR),
  /// There is no TXT record where one should be.
  MISSING(Severity.ERROR),
  /// The name is an alias of one that has no TXT record.
  DANGLING_CNAME(Severity.ERROR),
  /// The record is there, under another name.
  WRONG_NAME(Severity.ERROR),
  /// More than one record: what a verifier takes is undefined (RFC 6376 §3.6.2.2).
  SEVERAL_RECORDS(Severity.ERROR),
  /// Quotes became part of the value.
  QUOTES_INSIDE(Severity.ERROR),
  /// Backslashes before the semicolons became part of the value.
  ESCAPED_SEMICOLONS(Severity.ERROR),
  /// The text is no list of tags, or has no public key.
  NOT_A_KEY(Severity.ERROR),
  /// `v=` is not DKIM1, or not first.
  WRONG_VERSION(Severity.ERROR),
  /// `p=` is empty: this key is revoked.
  REVOKED(Severity.ERROR),
  /// The value stops in the middle of the key.
  TRUNCATED(Severity.ERROR),
  /// The published RSA key is too small to be trusted (RFC 8301 §3.2).
  TOO_SMALL(Severity.ERROR),
  /// It is a key, but not this one.
  OTHER_KEY(Severity.ERROR),
  /// `k=` names another kind of key.
  WRONG_KEY_TYPE(Severity.ERROR),
  /// `h=` does not allow sha256.
  HASH_NOT_ALLOWED(Severity.ERROR),
  /// `s=` does not allow email.
  SERVICE_NOT_ALLOWED(Severity.ERROR),
  /// The authoritative servers have the right record; a resolver still answers what was there
  /// before.
  STALE_CACHE(Severity.ERROR),
  /// A resolver has the right record, an authoritative server does not.
  NOT_ON_ALL_SERVERS(Severity.ERROR),
  /// The record looks right, and yet a message signed with the key does not verify.
  SAMPLE_FAILED(Severity.ERROR),
  /// The authoritative servers could not be asked, only a resolver.
  AUTHORITY_UNAVAILABLE(Severity.WARNING),
  /// `t=y`: verifiers treat the domain as testing.
  TEST_FLAG(Severity.WARNING),
  /// White space inside the key; allowed, but some verifiers stumble.
  SPACES_INSIDE(Severity.WARNING);

  /// Whether signatures can be verified in spite of it.
  public enum Severity {
    ERROR,
    WARNING;

    public String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Severity severity;

  FindingCode(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }

  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
