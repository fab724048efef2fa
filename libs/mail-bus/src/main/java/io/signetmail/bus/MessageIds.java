package io.signetmail.bus;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Makes message ids: 48 bits of milliseconds, then 80 random bits. Safe for any number of threads
/// when the random generator is.
public final class MessageIds {
  private static final int TIME_CHARACTERS = 10;

  private final InstantSource clock;
  private final RandomGenerator random;

  public MessageIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  public MessageId next() {
    var text = new char[MessageId.LENGTH];
    long time = clock.millis();
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      text[i] = MessageId.ALPHABET.charAt((int) (time & 31));
      time >>>= 5;
    }
    long high = random.nextLong();
    long low = random.nextLong();
    for (int i = 0; i < 8; i++) {
      text[TIME_CHARACTERS + i] = MessageId.ALPHABET.charAt((int) (high >>> (5 * i)) & 31);
      text[TIME_CHARACTERS + 8 + i] = MessageId.ALPHABET.charAt((int) (low >>> (5 * i)) & 31);
    }
    return new MessageId(new String(text));
  }
}
