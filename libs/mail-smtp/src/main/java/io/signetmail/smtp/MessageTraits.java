package io.signetmail.smtp;

/// What one pass over a message says about how it can travel.
///
/// @param eightBit an octet above 127 is there, so the next hop has to offer 8BITMIME (RFC 6152 §3)
/// @param strictLineEnds every CR is followed by LF and every LF preceded by CR (RFC 5321 §2.3.8)
/// @param longestLine octets of the longest line, CRLF not counted
/// @param octets size with the CRLF the end of data would add
public record MessageTraits(
    boolean eightBit, boolean strictLineEnds, int longestLine, long octets) {

  /// Looks at the parts as if they were one array.
  public static MessageTraits of(byte[]... parts) {
    boolean eightBit = false;
    boolean strict = true;
    int longest = 0;
    int line = 0;
    long octets = 0;
    byte previous = '\n';
    for (var part : parts) {
      octets += part.length;
      for (byte b : part) {
        eightBit |= b < 0;
        if (b == '\n') {
          strict &= previous == '\r';
          longest = Math.max(longest, line - 1);
          line = 0;
        } else {
          strict &= previous != '\r';
          line++;
        }
        previous = b;
      }
    }
    boolean complete = previous == '\n';
    return new MessageTraits(
        eightBit,
        strict && previous != '\r',
        Math.max(longest, line),
        complete ? octets : octets + 2);
  }
}
