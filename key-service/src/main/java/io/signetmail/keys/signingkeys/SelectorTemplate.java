package io.signetmail.keys.signingkeys;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Names a key when the caller does not: `{yyyy}{MM}-{alg}` becomes `202611-rsa`.
///
/// The next free one of `202611-rsa`, `202611-rsa-2`, `202611-rsa-3` … is taken.
public final class SelectorTemplate {
  private static final int MAX_TRIES = 1000;

  private final String template;

  /// Throws when the template cannot give a selector.
  public SelectorTemplate(String template) {
    this.template = template;
    expand(KeyAlgorithm.RSA_2048, Instant.EPOCH);
  }

  Selector next(KeyAlgorithm algorithm, Instant now, Predicate<Selector> isTaken) {
    var first = expand(algorithm, now);
    return Stream.concat(
            Stream.of(first),
            IntStream.rangeClosed(2, MAX_TRIES).mapToObj(n -> new Selector(first + "-" + n)))
        .filter(isTaken.negate())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free selector like " + first));
  }

  private Selector expand(KeyAlgorithm algorithm, Instant now) {
    var date = now.atZone(ZoneOffset.UTC).toLocalDate();
    return new Selector(
        template
            .replace("{yyyy}", String.format(Locale.ROOT, "%04d", date.getYear()))
            .replace("{MM}", String.format(Locale.ROOT, "%02d", date.getMonthValue()))
            .replace("{dd}", String.format(Locale.ROOT, "%02d", date.getDayOfMonth()))
            .replace("{alg}", algorithm.family().keyword()));
  }
}
