package io.signetmail.auth.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Changes kept inputs at random, always in the same way for the same seed.
final class Mutations {
  private final SplittableRandom random;
  private final List<byte[]> corpus;
  private final Parser parser;

  Mutations(Parser parser, List<byte[]> corpus, long seed) {
    this.random = new SplittableRandom(seed);
    this.corpus = corpus;
    this.parser = parser;
  }

  byte[] next() {
    var input = any(corpus);
    for (var n = 1 + random.nextInt(5); n > 0; n--) {
      input = changed(input);
    }
    return Arrays.copyOf(input, Math.min(input.length, parser.maxBytes()));
  }

  private byte[] changed(byte[] input) {
    var at = random.nextInt(input.length + 1);
    var to = at + random.nextInt(Math.min(input.length - at, 64) + 1);
    return switch (random.nextInt(6)) {
      case 0 ->
          spliced(
              input, at, new byte[] {(byte) random.nextInt(256)}, Math.min(at + 1, input.length));
      case 1 -> spliced(input, at, any(parser.words().words()), at);
      case 2 -> spliced(input, at, new byte[0], to);
      case 3 -> spliced(input, at, Arrays.copyOfRange(input, at, to), at);
      case 4 -> {
        var other = any(corpus);
        var from = random.nextInt(other.length + 1);
        yield spliced(input, at, Arrays.copyOfRange(other, from, other.length), input.length);
      }
      default -> spliced(input, at, any(parser.words().words()), to);
    };
  }

  /// `input` with `piece` instead of the bytes from `from` to `to`.
  private static byte[] spliced(byte[] input, int from, byte[] piece, int to) {
    var front = Fixtures.joined(Arrays.copyOf(input, from), piece);
    return Fixtures.joined(front, Arrays.copyOfRange(input, to, input.length));
  }

  private byte[] any(List<byte[]> all) {
    return all.get(random.nextInt(all.size()));
  }
}
