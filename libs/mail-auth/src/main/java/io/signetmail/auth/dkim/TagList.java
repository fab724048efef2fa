package io.signetmail.auth.dkim;

import io.signetmail.auth.message.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A tag-value list (RFC 6376 §3.2), with UTF-8 in values (RFC 8616 §3).
///
/// Tags keep the place of their value in the bytes they were read from.
public final class TagList {

  /// One `name=value`; `raw` runs from after the "=" to the ";" or the end, white space included.
  public record Tag(String name, ByteRange raw) {}

  /// Read, or why not.
  public sealed interface Parsed {}

  public record Ok(TagList tags) implements Parsed {}

  public record Invalid(String reason) implements Parsed {}

  /// More tags than any signature has; RFC 6376 defines fourteen.
  private static final int MAX_TAGS = 64;

  private final byte[] source;
  private final List<Tag> tags;

  private TagList(byte[] source, List<Tag> tags) {
    this.source = source;
    this.tags = tags;
  }

  public static Parsed parse(String latin1) {
    var bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return parse(bytes, 0, bytes.length);
  }

  /// Reads bytes `from` to `to`; a line end at the end belongs to no value.
  public static Parsed parse(byte[] source, int from, int to) {
    var tags = new ArrayList<Tag>(12);
    var position = from;
    while (true) {
      position = skipFws(source, position, to);
      if (position >= to) {
        break; // RFC 6376 §3.2: one ";" may follow the last tag
      }
      var nameStart = position;
      while (position < to && isNameByte(source[position], position == nameStart)) {
        position++;
      }
      var nameEnd = position;
      position = skipFws(source, position, to);
      if (nameEnd == nameStart || position >= to || source[position] != '=') {
        return new Invalid("no tag name and \"=\" at offset " + (nameStart - from));
      }
      var name = new String(source, nameStart, nameEnd - nameStart, StandardCharsets.US_ASCII);
      var valueStart = ++position;
      while (position < to && source[position] != ';') {
        if (!isValueByte(source[position])) {
          return new Invalid("tag \"" + shown(name) + "\" has a control character");
        }
        position++;
      }
      if (tags.size() == MAX_TAGS) {
        return new Invalid("more than " + MAX_TAGS + " tags");
      }
      for (var tag : tags) {
        if (tag.name().equals(name)) { // RFC 6376 §3.2: duplicates make the whole list invalid
          return new Invalid("tag \"" + shown(name) + "\" twice");
        }
      }
      tags.add(new Tag(name, new ByteRange(valueStart, position)));
      position++;
    }
    return new Ok(new TagList(source, tags));
  }

  public List<Tag> tags() {
    return List.copyOf(tags);
  }

  public Optional<Tag> tag(String name) {
    for (var tag : tags) {
      if (tag.name().equals(name)) {
        return Optional.of(tag);
      }
    }
    return Optional.empty();
  }

  /// The value without white space around it; what is inside stays, decoded as UTF-8.
  public Optional<String> value(String name) {
    return tag(name).map(tag -> text(tag.raw()));
  }

  /// The value without any white space in it: base64 (RFC 6376 §2.10) and colon-separated lists.
  public Optional<String> compactValue(String name) {
    return tag(name).map(tag -> compact(tag.raw()));
  }

  private String text(ByteRange raw) {
    var from = raw.start();
    var to = raw.end();
    while (from < to && isWhitespace(source[from])) {
      from++;
    }
    while (to > from && isWhitespace(source[to - 1])) {
      to--;
    }
    return new String(source, from, to - from, StandardCharsets.UTF_8);
  }

  private String compact(ByteRange raw) {
    var kept = new byte[raw.length()];
    var length = 0;
    for (var i = raw.start(); i < raw.end(); i++) {
      if (!isWhitespace(source[i])) {
        kept[length++] = source[i];
      }
    }
    return new String(kept, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String shown(String name) {
    return name.length() > 20 ? name.substring(0, 20) + "…" : name;
  }

  private static int skipFws(byte[] source, int from, int to) {
    var i = from;
    while (i < to && isWhitespace(source[i])) {
      i++;
    }
    return i;
  }

  private static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /// RFC 6376 §3.2: `tag-name = ALPHA *ALNUMPUNC`.
  private static boolean isNameByte(byte b, boolean first) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (!first && ((b >= '0' && b <= '9') || b == '_'));
  }

  private static boolean isValueByte(byte b) {
    return b < 0 || (b > ' ' && b < 0x7f) || isWhitespace(b);
  }
}
