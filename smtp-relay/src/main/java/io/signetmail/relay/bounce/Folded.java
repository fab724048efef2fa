package io.signetmail.relay.bounce;

/// Text of a peer as header field or paragraph: one value per line, lines of a readable length,
/// nothing that could start a line of its own.
final class Folded {
  private static final int WIDTH = 76;
  private static final int LONGEST = 800;

  private Folded() {}

  /// `Name: value`, folded at spaces (RFC 5322 §2.2.3).
  static String field(String name, String value) {
    return wrap(name + ": " + clean(value), "\t");
  }

  static String text(String indent, String value) {
    return wrap(indent + clean(value), indent);
  }

  private static String clean(String value) {
    var text = new StringBuilder(Math.min(value.length(), LONGEST));
    value
        .codePoints()
        .limit(LONGEST)
        .forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    return text.toString();
  }

  private static String wrap(String text, String indent) {
    var lines = new StringBuilder();
    var rest = text;
    while (rest.length() > WIDTH) {
      var cut = rest.lastIndexOf(' ', WIDTH);
      if (cut <= indent.length() || rest.substring(0, cut).isBlank()) {
        cut = rest.indexOf(' ', WIDTH);
      }
      if (cut < 0) {
        break;
      }
      lines.append(rest, 0, cut).append('\n');
      rest = indent + rest.substring(cut + 1);
    }
    return lines.append(rest).append('\n').toString();
  }
}
