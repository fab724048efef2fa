package io.signetmail.ingress.session;

import java.text.Normalizer;

/// The one spelling of a user name that caches, limits and key-service share.
public final class SaslName {
  private SaslName() {}

  /// RFC 8265 §3.4 rule 4: NFC, as key-service stores names. Case and width stay as they are, since
  /// key-service compares them as they are too.
  public static String prepared(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
