package io.signetmail.keys.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.KeyUsage;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Days since the key stopped to sign, and what the feed says, also in days since then.
class RetirementRuleTest {
  private static final Instant STOPPED = Instant.parse("2026-10-01T00:00:00Z");
  private static final RetirementRule RULE =
      new RetirementRule(Duration.ofDays(14), Duration.ofDays(7), Duration.ofDays(2));

  private static Optional<Instant> day(String days) {
    return days.equals("-")
        ? Optional.empty()
        : Optional.of(STOPPED.plus(Duration.ofMinutes((long) (Double.parseDouble(days) * 1440))));
  }

  @ParameterizedTest(name = "day {0}, feed {1}, key seen {2}, signed {3}, reported {4}: {5}")
  @CsvSource({
    // now, feed complete, key observed, last signed, last reported
    "90, -,    -,    -,    -,  no evidence",
    "90, 87.9, -,    -,    -,  too old",
    "90, 88,   -,    -,    -,  clear",
    "90, -,    87.9, -,    -,  too old",
    "90, -,    89,   -,    -,  clear",
    "14, 14,   -,    -,    -,  may be verified",
    "15, 15,   -,    -,    -,  clear",
    "15, 15,   15,   1,    -,  may be verified",
    "16, 16,   16,   1,    -,  clear",
    "30, 30,   30,   -,    24, must stay unused",
    "31, 31,   31,   -,    24, clear",
    "31, 30.9, 30,   -,    24, must stay unused",
    // a clock that runs ahead shortens nothing
    "30, 99,   30,   -,    24, must stay unused"
  })
  void retiresOnlyOnEvidence(
      String now, String feed, String observed, String signed, String reported, String expected) {
    var key =
        new SigningKey(
            new SigningKey.Id(new MailDomain("shop.example"), new Selector("s1")),
            Optional.empty(),
            KeyAlgorithm.RSA_2048,
            "MIIB",
            Optional.empty(),
            new SigningKey.Status(KeyState.RETIRING, STOPPED, STOPPED));
    var usage =
        day(observed)
            .map(at ->
                new KeyUsage(
                    1,
                    "shop.example",
                    "s1",
                    at,
                    day(signed).orElse(null),
                    day(reported).orElse(null)));
    var known =
        new UsageFeed() {
          @Override
          public Optional<KeyUsage> of(SigningKey.Id id) {
            return usage;
          }

          @Override
          public Optional<Instant> completeAt() {
            return day(feed);
          }
        };
    switch (RULE.judge(key, known, day(now).orElseThrow())) {
      case Clearance.Clear _ -> assertThat("clear").isEqualTo(expected);
      case Clearance.Blocked(var reason) -> assertThat(reason).contains(expected);
    }
  }
}
