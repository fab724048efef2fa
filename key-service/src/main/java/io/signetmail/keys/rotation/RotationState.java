package io.signetmail.keys.rotation;

import java.util.Arrays;
import java.util.Locale;

/// How far a rotation is. The keyword is part of the API.
public enum RotationState {
  /// The new key is made; its record is not on all authoritative servers yet. The old key signs.
  AWAITING_DNS(false),
  /// The record is everywhere; what resolvers remember of before runs out. The old key signs.
  PUBLISHED(false),
  /// The new key signs; the old one's record stays for the mail that is still on its way.
  OVERLAP(false),
  /// The old key is retired: its record may go.
  DONE(true),
  /// Given up by somebody; the keys are as they say they are.
  CANCELLED(true),
  /// The record of the new key never came to all servers: it is retired, the old key signs on.
  TIMED_OUT(true);

  private final boolean finished;

  RotationState(boolean finished) {
    this.finished = finished;
  }

  public boolean isFinished() {
    return finished;
  }

  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static RotationState ofKeyword(String keyword) {
    return Arrays.stream(values())
        .filter(state -> state.keyword().equals(keyword))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rotation state " + keyword));
  }
}
