package io.signetmail.auth.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A message (RFC 5322 §2.1) read once: its header fields and where its body starts.
///
/// Holds the caller's array, which must not change afterwards. Immutable otherwise, safe to share
/// between threads. Any bytes at all give a value.
public final class ParsedMessage {
  private final byte[] bytes;
  private final List<HeaderField> fields;
  private final int bodyOffset;
  private final Set<MessageDefect> defects;

  ParsedMessage(
      byte[] bytes, List<HeaderField> fields, int bodyOffset, Set<MessageDefect> defects) {
    this.bytes = bytes;
    this.fields = Collections.unmodifiableList(fields);
    this.bodyOffset = bodyOffset;
    this.defects = Collections.unmodifiableSet(defects);
  }

  public static ParsedMessage of(byte[] message) {
    return of(message, MessageLimits.DEFAULT);
  }

  public static ParsedMessage of(byte[] message, MessageLimits limits) {
    return new HeaderScanner(Objects.requireNonNull(message), limits).scan();
  }

  /// All header fields from the top.
  public List<HeaderField> headers() {
    return fields;
  }

  /// The fields of that name (given in lower case) from the top.
  public List<HeaderField> headers(String lowerCaseName) {
    var found = new ArrayList<HeaderField>(2);
    for (var field : fields) {
      if (field.isNamed(lowerCaseName)) {
        found.add(field);
      }
    }
    return found;
  }

  /// The message itself. Shared, not copied: never change it.
  public byte[] bytes() {
    return bytes;
  }

  /// First byte after the empty line; the length of the message when there is none.
  public int bodyOffset() {
    return bodyOffset;
  }

  public int bodyLength() {
    return bytes.length - bodyOffset;
  }

  public Set<MessageDefect> defects() {
    return defects;
  }

  /// False when the header section is over its limits, so fields may be missing from the list.
  public boolean headersComplete() {
    return !defects.contains(MessageDefect.TOO_MANY_FIELDS)
        && !defects.contains(MessageDefect.HEADER_TOO_LARGE);
  }
}
