package io.signetmail.ingress.milter;

import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.util.Optional;

/// Watches the octets of one message go by, as strictly as DATA does: CR and LF only together (RFC
/// 5321 §2.3.8), no NUL. One thread.
final class LineEnds {
  private long line = 1;
  private boolean afterCr;

  /// The next octets; the reply when something is wrong with them.
  Optional<Reply> next(byte[] octets) {
    for (byte octet : octets) {
      if (afterCr != (octet == '\n')) {
        return Optional.of(Replies.bareInData(afterCr ? "CR" : "LF", line));
      }
      if (octet == 0) {
        return Optional.of(Replies.nulInData(line));
      }
      if (octet == '\n') {
        line++;
      }
      afterCr = octet == '\r';
    }
    return Optional.empty();
  }
}
