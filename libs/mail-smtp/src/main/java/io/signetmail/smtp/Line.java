package io.signetmail.smtp;

/// What {@link LineReader#readLine} found.
public sealed interface Line {

  /// A line that ended in CRLF, without it. The array is the caller's.
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Text(byte[] bytes) implements Line {}

  /// More octets than allowed; all of it was read and dropped.
  record TooLong() implements Line {}

  /// The line ended in, or held, an LF without its CR; read up to that LF.
  record BareLf() implements Line {}

  /// The line held a CR without its LF; read up to the line's end.
  record BareCr() implements Line {}

  /// The peer closed the connection, or went on and on without ever ending a line.
  record End() implements Line {}
}
