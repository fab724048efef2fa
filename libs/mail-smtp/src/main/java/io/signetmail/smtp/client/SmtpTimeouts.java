package io.signetmail.smtp.client;

import java.time.Duration;

/// Client deadlines of RFC 5321 §4.5.3.2, each for one reply; `transfer` is for writing the whole
/// content.
public record SmtpTimeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration dataStart,
    Duration transfer,
    Duration dataEnd) {

  /// The RFC's values, connecting apart, for which it has none.
  public static final SmtpTimeouts RFC_5321 =
      new SmtpTimeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10));

  /// One value for everything, for tests and for a next hop in the same rack.
  public static SmtpTimeouts all(Duration time) {
    return new SmtpTimeouts(time, time, time, time, time, time);
  }
}
