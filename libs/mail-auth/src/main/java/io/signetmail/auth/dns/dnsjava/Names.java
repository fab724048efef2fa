package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DomainName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.xbill.DNS.Name;

/// Between our names and dnsjava's, octet by octet: no escapes, no origin, no search list.
final class Names {
  private Names() {}

  static Name toDns(DomainName name) {
    if (name.isRoot()) {
      return Name.root;
    }
    var text = name.toString().getBytes(StandardCharsets.US_ASCII);
    var wire = new byte[text.length + 2];
    int lengthAt = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '.') {
        wire[lengthAt] = (byte) (i - lengthAt);
        lengthAt = i + 1;
      } else {
        wire[i + 1] = text[i];
      }
    }
    wire[lengthAt] = (byte) (text.length - lengthAt);
    try {
      return new Name(wire);
    } catch (IOException e) {
      throw new IllegalStateException("a DomainName is always a valid DNS name: " + name, e);
    }
  }

  /// Empty for a name we cannot hold: an octet above 127 or a dot inside a label.
  static Optional<DomainName> fromDns(Name name) {
    int labels = name.labels() - 1; // the last one is the root
    if (labels == 0) {
      return Optional.of(DomainName.ROOT);
    }
    var text = new StringBuilder(name.length());
    for (int i = 0; i < labels; i++) {
      var label = name.getLabel(i);
      for (int j = 1; j < label.length; j++) {
        if (label[j] < 0 || label[j] == '.') {
          return Optional.empty();
        }
        text.append((char) label[j]);
      }
      text.append('.');
    }
    text.setLength(text.length() - 1);
    return DomainName.parseQueryName(text.toString());
  }
}
