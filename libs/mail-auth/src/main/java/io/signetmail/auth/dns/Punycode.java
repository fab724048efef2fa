package io.signetmail.auth.dns;

/// The encoding inside A-labels (RFC 3492), encoding only.
final class Punycode {
  // RFC 3492 §5
  private static final int BASE = 36;
  private static final int T_MIN = 1;
  private static final int T_MAX = 26;
  private static final int SKEW = 38;
  private static final int DAMP = 700;
  private static final int INITIAL_BIAS = 72;
  private static final int INITIAL_N = 0x80;

  private Punycode() {}

  /// Encodes one label of a bounded length (RFC 3492 §6.3; no overflow for fewer than a thousand
  /// code points).
  static String encode(String label) {
    int[] codePoints = label.codePoints().toArray();
    var out = new StringBuilder();
    for (int c : codePoints) {
      if (c < INITIAL_N) {
        out.append((char) c);
      }
    }
    int basic = out.length();
    int handled = basic;
    if (basic > 0) {
      out.append('-');
    }
    int n = INITIAL_N;
    int delta = 0;
    int bias = INITIAL_BIAS;
    while (handled < codePoints.length) {
      int next = smallestFrom(codePoints, n);
      delta += (next - n) * (handled + 1);
      n = next;
      for (int c : codePoints) {
        if (c < n) {
          delta++;
        } else if (c == n) {
          appendVariableLength(out, delta, bias);
          bias = adapted(delta, handled + 1, handled == basic);
          delta = 0;
          handled++;
        }
      }
      delta++;
      n++;
    }
    return out.toString();
  }

  private static int smallestFrom(int[] codePoints, int n) {
    int smallest = Integer.MAX_VALUE;
    for (int c : codePoints) {
      if (c >= n && c < smallest) {
        smallest = c;
      }
    }
    return smallest;
  }

  private static void appendVariableLength(StringBuilder out, int delta, int bias) {
    int q = delta;
    for (int k = BASE; ; k += BASE) {
      int t = Math.clamp(k - bias, T_MIN, T_MAX);
      if (q < t) {
        out.append(digit(q));
        return;
      }
      out.append(digit(t + (q - t) % (BASE - t)));
      q = (q - t) / (BASE - t);
    }
  }

  private static char digit(int value) {
    return (char) (value < 26 ? 'a' + value : '0' + value - 26);
  }

  /// RFC 3492 §6.1.
  private static int adapted(int delta, int points, boolean first) {
    int rest = first ? delta / DAMP : delta / 2;
    rest += rest / points;
    int k = 0;
    while (rest > (BASE - T_MIN) * T_MAX / 2) {
      rest /= BASE - T_MIN;
      k += BASE;
    }
    return k + (BASE - T_MIN + 1) * rest / (rest + SKEW);
  }
}
