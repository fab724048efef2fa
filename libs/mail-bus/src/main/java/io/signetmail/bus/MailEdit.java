package io.signetmail.bus;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/// The only changes a worker makes to a message: header fields put in front, header fields taken
/// out.
///
/// @param prepend complete header fields, each ended by CRLF; empty for none
/// @param removed octet ranges of the message as it was sent to the worker; sorted, not overlapping
public record MailEdit(String prepend, List<ByteRange> removed) {
  public static final MailEdit NONE = new MailEdit("", List.of());

  public MailEdit {
    removed = removed.stream().sorted(Comparator.comparingInt(ByteRange::start)).toList();
    int last = 0;
    for (var range : removed) {
      if (range.start() < last) {
        throw new IllegalArgumentException("ranges overlap at " + range.start());
      }
      last = range.end();
    }
  }

  /// The message with the changes made, in a new array.
  public byte[] apply(byte[] message) {
    byte[] front = prepend.getBytes(StandardCharsets.UTF_8);
    int out = removed.stream().mapToInt(ByteRange::length).sum();
    var edited = new byte[front.length + message.length - out];
    System.arraycopy(front, 0, edited, 0, front.length);
    int to = front.length;
    int from = 0;
    for (var range : removed) {
      System.arraycopy(message, from, edited, to, range.start() - from);
      to += range.start() - from;
      from = range.end();
    }
    System.arraycopy(message, from, edited, to, message.length - from);
    return edited;
  }
}
