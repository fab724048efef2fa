package io.signetmail.standalone.demo;

import java.io.PrintStream;

/// What the person watching the demo sees.
final class Screen {
  private static final int WIDTH = 110;

  private final PrintStream out;
  private int step;

  Screen(PrintStream out) {
    this.out = out;
  }

  void title(String text) {
    out.printf("%n%d. %s%n", ++step, text);
  }

  void explain(String text) {
    out.printf("   %s%n", text);
  }

  /// A line as it went over the wire; long ones are cut in the middle of nowhere important.
  void wire(String prefix, String line) {
    var shown = line.length() <= WIDTH ? line : line.substring(0, WIDTH) + " ...";
    out.printf("     %s %s%n", prefix, shown);
  }

  /// Several lines of one thing, each whole.
  void block(String text) {
    text.lines().forEach(line -> out.printf("     | %s%n", line));
  }

  void holds(String claim) {
    out.printf("   ok: %s%n", claim);
    out.flush();
  }

  void fails(String claim) {
    out.printf("   FAILED: %s%n", claim);
    out.flush();
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }
}
