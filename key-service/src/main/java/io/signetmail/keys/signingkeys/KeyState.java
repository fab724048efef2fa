package io.signetmail.keys.signingkeys;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Where a key is in its life. Only an active key signs.
public enum KeyState {
  /// Made; its record has not been seen in DNS.
  PENDING,
  /// Its record is in DNS; it does not sign yet.
  PUBLISHED,
  /// Signs.
  ACTIVE,
  /// Signs no more; its record must stay for the mail that is still on its way.
  RETIRING,
  /// Its record may be removed.
  RETIRED,
  /// The private half is erased.
  DESTROYED;

  public boolean canBecome(KeyState next) {
    return successors().contains(next);
  }

  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static KeyState ofKeyword(String keyword) {
    return Arrays.stream(values())
        .filter(state -> state.keyword().equals(keyword))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key state " + keyword));
  }

  private Set<KeyState> successors() {
    return switch (this) {
      case PENDING -> EnumSet.of(PUBLISHED, ACTIVE, RETIRED);
      case PUBLISHED -> EnumSet.of(ACTIVE, RETIRED);
      case ACTIVE -> EnumSet.of(RETIRING, RETIRED);
      // Back to active: the way out when the key that followed it turns out to be broken.
      case RETIRING -> EnumSet.of(ACTIVE, RETIRED);
      case RETIRED -> EnumSet.of(DESTROYED);
      case DESTROYED -> EnumSet.noneOf(KeyState.class);
    };
  }
}
