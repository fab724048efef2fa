package io.signetmail.ingress.server;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A certificate chain, its key and the names it is for. Printing it shows no secret.
record ServerIdentity(List<X509Certificate> chain, PrivateKey key, Set<String> names) {
  /// dNSName in a subjectAltName (RFC 5280 §4.2.1.6).
  private static final int DNS_NAME = 2;

  ServerIdentity {
    chain = List.copyOf(chain);
    names = Set.copyOf(names);
  }

  static ServerIdentity of(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException {
    Set<String> names = new HashSet<>();
    var alternatives = chain.getFirst().getSubjectAlternativeNames();
    if (alternatives != null) {
      for (var name : alternatives) {
        if (name.getFirst().equals(DNS_NAME)) {
          names.add(name.get(1).toString().toLowerCase(Locale.ROOT));
        }
      }
    }
    return new ServerIdentity(chain, key, names);
  }

  /// RFC 6125 §6.4.3: a wildcard stands for exactly one label, the leftmost.
  boolean isFor(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    int dot = name.indexOf('.');
    return names.contains(name) || (dot > 0 && names.contains("*" + name.substring(dot)));
  }

  boolean hasKeyFor(String keyType) {
    int underscore = keyType.indexOf('_');
    return key.getAlgorithm().equals(underscore < 0 ? keyType : keyType.substring(0, underscore));
  }

  @Override
  public String toString() {
    return "ServerIdentity" + names;
  }
}
