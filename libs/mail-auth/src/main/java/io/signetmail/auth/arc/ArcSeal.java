package io.signetmail.auth.arc;

import io.signetmail.auth.dkim.Algorithm;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.TagList;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ByteRange;
import io.signetmail.auth.message.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// An ARC-Seal field (RFC 8617 §4.1.3), well formed, not verified.
final class ArcSeal {
  private final HeaderField field;
  private final Algorithm algorithm;
  private final DomainName domain;
  private final Selector selector;
  private final byte[] signature;
  private final ByteRange hollow;

  private ArcSeal(
      HeaderField field, Algorithm algorithm, DomainName domain, Selector selector, Coded coded) {
    this.field = field;
    this.algorithm = algorithm;
    this.domain = domain;
    this.selector = selector;
    this.signature = coded.signature;
    this.hollow = coded.hollow;
  }

  /// `b=`, decoded, and where it stands.
  private static final class Coded {
    private final byte[] signature;
    private final ByteRange hollow;

    Coded(byte[] signature, ByteRange hollow) {
      this.signature = signature;
      this.hollow = hollow;
    }
  }

  /// Empty when the field is not what RFC 8617 wants.
  static Optional<ArcSeal> parse(HeaderField field) {
    if (field.end() - field.start() > DkimLimits.MAX_FIELD_BYTES
        || !(TagList.parse(field.messageBytes(), field.valueStart(), field.end())
            instanceof TagList.Ok(var tags))) {
      return Optional.empty();
    }
    if (tags.tag("h").isPresent()) { // RFC 8617 §4.1.3: MUST result in "fail"
      return Optional.empty();
    }
    var algorithm = tags.value("a").flatMap(Algorithm::parse);
    var domain = tags.value("d").flatMap(DomainName::parse);
    var selector = tags.value("s").flatMap(Selector::parse);
    var signature = tags.compactValue("b").flatMap(ArcSeal::base64);
    if (algorithm.isEmpty() || domain.isEmpty() || selector.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    var coded = new Coded(signature.get(), tags.tag("b").orElseThrow().raw());
    return Optional.of(new ArcSeal(field, algorithm.get(), domain.get(), selector.get(), coded));
  }

  private static Optional<byte[]> base64(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
      return bytes.length == 0 ? Optional.empty() : Optional.of(bytes);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  HeaderField field() {
    return field;
  }

  Algorithm algorithm() {
    return algorithm;
  }

  DomainName domain() {
    return domain;
  }

  Selector selector() {
    return selector;
  }

  byte[] signature() {
    return signature;
  }

  ByteRange hollow() {
    return hollow;
  }
}
