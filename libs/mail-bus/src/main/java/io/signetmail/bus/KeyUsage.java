package io.signetmail.bus;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a key was last seen at work; the value on `keys.usage`, compacted by `domain/selector`.
///
/// A record under {@link #FEED_KEY} is about no key: it says that everything seen until its
/// `observedAt` is on the topic, so that keys nobody mentions are known to be unused.
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

  /// Domain and selector of the record that is about the feed itself.
  public static final String FEED = "*";

  public static final String FEED_KEY = key(FEED, FEED);

  /// The key of a record.
  public static String key(String domain, String selector) {
    return domain + "/" + selector;
  }
}
