package io.signetmail.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a key was last seen at work; the value on `keys.usage`, compacted by `domain/selector`.
///
/// @param observedAt when this was worked out; older than 48 h blocks the retirement of the key
/// @param lastSigned last signature of ours
/// @param lastReported last appearance in a report of others
public record KeyUsage(
    int v,
    String domain,
    String selector,
    Instant observedAt,
    @Nullable Instant lastSigned,
    @Nullable Instant lastReported) {
  public static final int VERSION = 1;
}
