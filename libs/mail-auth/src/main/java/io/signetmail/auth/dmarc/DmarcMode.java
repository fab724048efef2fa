package io.signetmail.auth.dmarc;

/// Which edition of DMARC decides.
public enum DmarcMode {
  /// Tree walk, `np`, `psd`, `t`.
  RFC9989,
  /// Public suffix list, `pct`.
  RFC7489
}
