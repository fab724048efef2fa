package io.signetmail.keys.dnscheck;

import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Holds what the resolver says of a key's record against what the authoritative servers say: a
/// difference is an old answer in a cache, or a change that has not reached every server.
public final class AuthorityComparison {
  private final KeyVisibility visibility;
  private final ResolverView resolver;
  private final InstantSource clock;

  public AuthorityComparison(KeyVisibility visibility, ResolverView resolver, InstantSource clock) {
    this.visibility = visibility;
    this.resolver = resolver;
    this.clock = clock;
  }

  /// @param resolved what was found through the resolver
  List<Finding> complete(SigningKey key, List<Finding> resolved) {
    var error = resolved.stream().filter(Finding::isError).findFirst();
    if (error.isPresent() && error.get().code() == FindingCode.UNAVAILABLE) {
      return resolved;
    }
    return switch (visibility.look(key)) {
      case Sighting.Everywhere(var servers) ->
          error.map(seen -> List.of(stale(key, servers, seen))).orElse(resolved);
      case Sighting.NotYet(var reason) ->
          error.isPresent()
              ? with(resolved, dangling(key, resolved))
              : with(resolved, Optional.of(new Finding(FindingCode.NOT_ON_ALL_SERVERS, reason)));
      case Sighting.Unknown(var reason) ->
          with(
              resolved,
              error.isPresent()
                  ? dangling(key, resolved)
                  : Optional.of(new Finding(FindingCode.AUTHORITY_UNAVAILABLE, reason)));
    };
  }

  private Finding stale(SigningKey key, List<String> servers, Finding seen) {
    var until =
        resolver
            .remembers(key.record().name())
            .map(this::moment)
            .orElse("its old answer has expired");
    return new Finding(
        FindingCode.STALE_CACHE,
        "the record is right on %s, but the resolver still has an old answer until %s (%s): check"
                .formatted(String.join(", ", servers), until, seen.detail())
            + " again then");
  }

  private String moment(Duration left) {
    return clock.instant().plus(left).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private Optional<Finding> dangling(SigningKey key, List<Finding> resolved) {
    if (resolved.stream().noneMatch(finding -> finding.code() == FindingCode.MISSING)) {
      return Optional.empty();
    }
    return resolver
        .alias(key.record().name())
        .map(target ->
            new Finding(
                FindingCode.DANGLING_CNAME,
                "%s is an alias of %s, where there is no TXT record"
                    .formatted(key.record().name(), target)));
  }

  private static List<Finding> with(List<Finding> findings, Optional<Finding> more) {
    return Stream.concat(findings.stream(), more.stream()).toList();
  }
}
