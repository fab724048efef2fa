package io.signetmail.auth.dmarc;

import java.time.Duration;

/// Which DMARC, with what list, and how long DNS may take for one message.
public record DmarcSettings(DmarcMode mode, PublicSuffixList publicSuffixes, Duration timeout) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  public static DmarcSettings rfc9989() {
    return new DmarcSettings(DmarcMode.RFC9989, PublicSuffixList.parse(""), TIMEOUT);
  }

  public static DmarcSettings rfc7489(PublicSuffixList publicSuffixes) {
    if (publicSuffixes.size() == 0) {
      throw new IllegalArgumentException("RFC 7489 needs a public suffix list, this one is empty");
    }
    return new DmarcSettings(DmarcMode.RFC7489, publicSuffixes, TIMEOUT);
  }

  public DmarcSettings withTimeout(Duration value) {
    return new DmarcSettings(mode, publicSuffixes, value);
  }
}
