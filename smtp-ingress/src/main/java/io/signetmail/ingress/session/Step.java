package io.signetmail.ingress.session;

import io.signetmail.smtp.Allowance;
import io.signetmail.smtp.Reply;

/// What the connection has to do next.
public sealed interface Step {

  /// Send the reply, read the next line.
  record Say(Reply reply) implements Step {}

  /// Send the reply, close.
  record SayAndClose(Reply reply) implements Step {}

  /// Close without a word.
  record Close() implements Step {}

  /// Send the reply, then shake hands; nothing read so far may be used afterwards.
  record StartTls(Reply reply) implements Step {}

  /// Send the reply, read up to CRLF.CRLF, hand the result to {@link SmtpSession#received}.
  record ReadData(Reply reply, long maxOctets, Allowance allowance) implements Step {}

  /// Read exactly so many octets of a message, then {@link SmtpSession#chunkRead}, or {@link
  /// SmtpSession#received} after the last.
  record ReadChunk(long octets, boolean last, boolean first, long maxOctets, Allowance allowance)
      implements Step {}

  /// Read and drop exactly so many octets, then send the reply (RFC 3030 §2: the chunk follows in
  /// any case).
  record SkipChunk(long octets, Step then) implements Step {}
}
