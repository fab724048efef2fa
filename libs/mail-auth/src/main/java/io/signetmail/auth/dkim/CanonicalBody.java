package io.signetmail.auth.dkim;

import java.io.ByteArrayOutputStream;

/// The canonical body itself (RFC 6376 §3.4.3, §3.4.4), for tools that show it. Verifying and
/// signing never build it: they hash it as it comes ({@link BodyHash}).
public final class CanonicalBody {
  private CanonicalBody() {}

  public static byte[] of(byte[] message, int bodyOffset, Canonicalization mode) {
    var out = new ByteArrayOutputStream(message.length - bodyOffset + 2);
    ByteSink sink = (source, from, to) -> out.write(source, from, to - from);
    new BodyCanonicalizer(message, sink).write(bodyOffset, mode);
    return out.toByteArray();
  }
}
