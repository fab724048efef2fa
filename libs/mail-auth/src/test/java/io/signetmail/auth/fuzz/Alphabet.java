package io.signetmail.auth.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The words of a protocol. A byte of input chooses a word, so most inputs look like the protocol
/// and reach further than bytes at random.
final class Alphabet {
  private final List<byte[]> words;

  Alphabet(String... words) {
    this.words =
        Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  /// Bytes below 192 choose a word, the others stand for themselves without their two highest bits:
  /// control characters, digits and punctuation.
  byte[] map(byte[] input) {
    var out = new ByteArrayOutputStream(input.length * 8);
    for (var b : input) {
      var value = b & 0xff;
      if (value < 192) {
        out.writeBytes(words.get(value % words.size()));
      } else {
        out.write(value - 192);
      }
    }
    return out.toByteArray();
  }

  List<byte[]> words() {
    return words;
  }
}
