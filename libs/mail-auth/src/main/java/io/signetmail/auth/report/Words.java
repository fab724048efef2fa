package io.signetmail.auth.report;

import java.util.Arrays;

/// Gives the same string for the same characters, without making it first.
///
/// A report repeats few values: `pass`, `fail`, its domain. Direct mapped, bounded, one thread.
final class Words {
  private static final int SLOTS = 1 << 10;
  private static final int MAX_LENGTH = 64;

  private final String[] slots = new String[SLOTS];

  Words() {
    Arrays.fill(slots, "");
  }

  String of(char[] chars, int start, int length) {
    if (length == 0) {
      return "";
    }
    if (length > MAX_LENGTH) {
      return new String(chars, start, length);
    }
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + chars[start + i];
    }
    int slot = (hash ^ hash >>> 15) & SLOTS - 1;
    var known = slots[slot];
    if (known.length() == length && isSame(known, chars, start)) {
      return known;
    }
    var made = new String(chars, start, length);
    slots[slot] = made;
    return made;
  }

  private static boolean isSame(String known, char[] chars, int start) {
    for (int i = 0; i < known.length(); i++) {
      if (known.charAt(i) != chars[start + i]) {
        return false;
      }
    }
    return true;
  }
}
