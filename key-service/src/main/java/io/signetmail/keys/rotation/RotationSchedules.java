package io.signetmail.keys.rotation;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_SCHEDULE;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domains;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.tokens.Actor;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Rotates the keys of a domain every so many days.
@Singleton
public final class RotationSchedules {
  private static final Logger LOG = Logger.getLogger(RotationSchedules.class);

  /// If this instance dies while it starts rotations, another one tries again after this.
  private static final Duration LEASE = Duration.ofMinutes(5);

  private final KeyStore store;
  private final Rotations rotations;
  private final InstantSource clock;

  public RotationSchedules(KeyStore store, Rotations rotations, InstantSource clock) {
    this.store = store;
    this.rotations = rotations;
    this.clock = clock;
  }

  /// @param created false when it was there already, whatever it said
  public record Put(RotationSchedule schedule, boolean created) {}

  /// The first rotation is one interval from now. The same again changes nothing.
  public Put put(Actor actor, MailDomain domain, long everyDays) {
    actor.requireScope(domain);
    if (everyDays < RotationSchedule.MIN_DAYS || everyDays > RotationSchedule.MAX_DAYS) {
      throw Refusal.of(
          INVALID_REQUEST,
          "everyDays",
          "between %d and %d days".formatted(RotationSchedule.MIN_DAYS, RotationSchedule.MAX_DAYS));
    }
    return store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          Domains.require(transaction, domain);
          var known = transaction.rotations().schedule(domain);
          if (known.filter(old -> old.everyDays() == everyDays).isPresent()) {
            return new Put(known.get(), false);
          }
          var now = clock.instant();
          var schedule = new RotationSchedule(domain, (int) everyDays, next(now, (int) everyDays));
          transaction
              .rotations()
              .putSchedule(
                  schedule,
                  change(domain, "rotation.scheduled", actor).with("everyDays", everyDays));
          return new Put(schedule, known.isEmpty());
        });
  }

  public RotationSchedule get(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    return store.read(transaction -> {
      Domains.require(transaction, domain);
      return transaction
          .rotations()
          .schedule(domain)
          .orElseThrow(() ->
              Refusal.of(
                  UNKNOWN_SCHEDULE, "domain", "the keys of " + domain + " rotate only by call"));
    });
  }

  /// Afterwards there is none; there need not have been.
  public void delete(Actor actor, MailDomain domain) {
    actor.requireScope(domain);
    store.change(
        List.of(Subject.domain(domain)),
        transaction -> {
          Domains.require(transaction, domain);
          if (transaction.rotations().schedule(domain).isPresent()) {
            transaction
                .rotations()
                .removeSchedule(domain, change(domain, "rotation.unscheduled", actor));
          }
          return null;
        });
  }

  /// Starts the rotations of one domain whose time has come; false when there is none.
  public boolean startDue() {
    var now = clock.instant();
    var due =
        store.change(
            List.of(), transaction -> transaction.rotations().claimSchedule(now, now.plus(LEASE)));
    due.ifPresent(schedule -> {
      startAll(schedule.domain());
      store.change(
          List.of(),
          transaction -> {
            transaction.rotations().reschedule(schedule.domain(), next(now, schedule.everyDays()));
            return null;
          });
    });
    return due.isPresent();
  }

  private void startAll(MailDomain domain) {
    var active =
        store.read(transaction ->
            transaction.keys().list(domain).stream().filter(SigningKey::isActive).toList());
    for (var key : active) {
      var algorithm =
          KeyAlgorithm.GENERATED.contains(key.algorithm())
              ? key.algorithm()
              : KeyAlgorithm.RSA_2048;
      try {
        var _ =
            rotations.start(
                Actor.SERVICE,
                domain,
                new Rotations.Wanted(key.user(), Optional.of(algorithm), Optional.empty()));
      } catch (Refusal refusal) {
        // One runs already, or the slot is not free: the next interval will do.
        LOG.infof("no scheduled rotation of %s: %s", key.id(), refusal.detail());
      }
    }
  }

  private static Instant next(Instant from, int everyDays) {
    return from.plus(Duration.ofDays(everyDays));
  }

  private Change change(MailDomain domain, String action, Actor actor) {
    return Change.of(Subject.domain(domain), action, actor, clock.instant());
  }
}
