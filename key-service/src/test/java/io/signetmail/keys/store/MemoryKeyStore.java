package io.signetmail.keys.store;

import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.topic.Topic;
import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.PendingEvent;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.delegation.Delegation;
import io.signetmail.keys.delegation.Slot;
import io.signetmail.keys.delegation.SlotRecord;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.idempotency.KeptAnswer;
import io.signetmail.keys.rewrap.SealedRow;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.RotationSchedule;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The store as maps, for tests of what stands on it. A change works on a copy, so one that throws
/// leaves nothing.
public final class MemoryKeyStore implements KeyStore {
  private State state = new State();

  @Override
  public synchronized <T extends @Nullable Object> T read(Function<StoreTransaction, T> work) {
    return work.apply(new State(state));
  }

  @Override
  public synchronized <T extends @Nullable Object> T change(
      Collection<Subject> subjects, Function<StoreTransaction, T> work) {
    var copy = new State(state);
    var result = work.apply(copy);
    state = copy;
    return result;
  }

  private static final class State implements StoreTransaction {
    private final Map<KeptAnswer.Id, KeptAnswer> answers = new HashMap<>();
    private final TreeMap<MailDomain, Domain> domains = new TreeMap<>();
    private final TreeMap<UserName, User> users = new TreeMap<>();
    private final TreeMap<UserName, TreeSet<MailDomain>> grants = new TreeMap<>();
    private final TreeMap<SigningKey.Id, SigningKey> keys =
        new TreeMap<>(
            Comparator.comparing(SigningKey.Id::domain).thenComparing(SigningKey.Id::selector));
    private final TreeMap<String, Token> tokens = new TreeMap<>();
    private final TreeMap<String, Rotation> rotations = new TreeMap<>();
    private final TreeMap<MailDomain, RotationSchedule> schedules = new TreeMap<>();
    private final TreeMap<MailDomain, Delegation> delegations = new TreeMap<>();
    private final TreeMap<String, SlotRecord> slots = new TreeMap<>();
    private final Map<String, Instant> retries = new HashMap<>();
    private final List<Change> audit = new ArrayList<>();
    private final Map<Subject, Long> versions = new HashMap<>();
    private final List<PendingEvent> events = new ArrayList<>();

    State() {}

    State(State other) {
      domains.putAll(other.domains);
      users.putAll(other.users);
      other.grants.forEach((user, granted) -> grants.put(user, new TreeSet<>(granted)));
      keys.putAll(other.keys);
      tokens.putAll(other.tokens);
      answers.putAll(other.answers);
      rotations.putAll(other.rotations);
      schedules.putAll(other.schedules);
      delegations.putAll(other.delegations);
      slots.putAll(other.slots);
      retries.putAll(other.retries);
      audit.addAll(other.audit);
      versions.putAll(other.versions);
      events.addAll(other.events);
    }

    void record(Change change) {
      audit.add(change);
      if (change.subject().isAnnounced()) {
        var version = versions.merge(change.subject(), 1L, Long::sum);
        var event =
            new KeysChanged(KeysChanged.VERSION, change.subject().key(), version, change.at());
        events.add(new PendingEvent(Topic.KEYS_CHANGED.topicName(), event));
      }
    }

    @Override
    public DomainTable domains() {
      return new Domains();
    }

    @Override
    public UserTable users() {
      return new Users();
    }

    @Override
    public KeyTable keys() {
      return new Keys();
    }

    @Override
    public TokenTable tokens() {
      return new Tokens();
    }

    @Override
    public AnswerTable answers() {
      return new Answers();
    }

    @Override
    public RotationTable rotations() {
      return new Rotations();
    }

    @Override
    public DelegationTable delegations() {
      return new Delegations();
    }

    @Override
    public SealedTable sealed() {
      return new SealedRows();
    }

    @Override
    public ChangeTable changes() {
      return new Changes();
    }

    private final class Domains implements DomainTable {
      @Override
      public Optional<Domain> find(MailDomain name) {
        return Optional.ofNullable(domains.get(name));
      }

      @Override
      public List<Domain> list(DomainQuery query) {
        return domains.values().stream()
            .filter(query::matches)
            .limit(query.page().limit())
            .toList();
      }

      @Override
      public List<Domain> removedBefore(Instant limit, int count) {
        return domains.values().stream()
            .filter(domain -> domain.removedAt().filter(at -> !at.isAfter(limit)).isPresent())
            .limit(count)
            .toList();
      }

      @Override
      public void replace(Domain domain, Change change) {
        record(change);
        domains.put(domain.name(), domain);
      }

      @Override
      public void add(Domain domain, Change change) {
        record(change);
        domains.put(domain.name(), domain);
      }

      @Override
      public void remove(MailDomain name, Change change) {
        record(change);
        domains.remove(name);
        rotations.values().removeIf(rotation -> rotation.domain().equals(name));
        schedules.remove(name);
        delegations.remove(name);
      }
    }

    private final class Users implements UserTable {
      @Override
      public Optional<User> find(UserName name) {
        return Optional.ofNullable(users.get(name));
      }

      @Override
      public List<User> list(Page page) {
        return users.values().stream()
            .filter(user -> user.name().value().compareTo(page.after()) > 0)
            .limit(page.limit())
            .toList();
      }

      @Override
      public void put(User user, Change change) {
        record(change);
        users.put(user.name(), user);
      }

      @Override
      public void remove(UserName name, Change change) {
        record(change);
        users.remove(name);
        grants.remove(name);
      }

      @Override
      public List<MailDomain> grants(UserName user) {
        return grants.getOrDefault(user, new TreeSet<>()).stream()
            .filter(name -> domains.containsKey(name) && !domains.get(name).isRemoved())
            .toList();
      }

      @Override
      public List<MailDomain> heldGrants(UserName user) {
        return List.copyOf(grants.getOrDefault(user, new TreeSet<>()));
      }

      @Override
      public List<MailDomain> grantedAmong(UserName user, Collection<MailDomain> among) {
        return grants(user).stream().filter(among::contains).toList();
      }

      @Override
      public List<UserName> grantedTo(MailDomain domain) {
        return grants.entrySet().stream()
            .filter(entry -> entry.getValue().contains(domain))
            .map(Map.Entry::getKey)
            .toList();
      }

      @Override
      public void grant(UserName user, MailDomain domain, Change change) {
        record(change);
        grants.computeIfAbsent(user, _ -> new TreeSet<>()).add(domain);
      }

      @Override
      public void revoke(UserName user, MailDomain domain, Change change) {
        record(change);
        grants.getOrDefault(user, new TreeSet<>()).remove(domain);
      }
    }

    private final class Keys implements KeyTable {
      @Override
      public Optional<SigningKey> find(SigningKey.Id id) {
        return Optional.ofNullable(keys.get(id));
      }

      @Override
      public List<SigningKey> list(MailDomain domain) {
        return keys.values().stream().filter(key -> key.domain().equals(domain)).toList();
      }

      @Override
      public long count(MailDomain domain) {
        return list(domain).size();
      }

      @Override
      public List<SigningKey> ofUser(UserName user) {
        return keys.values().stream().filter(key -> key.user().equals(Optional.of(user))).toList();
      }

      @Override
      public void add(SigningKey key, Change change) {
        record(change);
        keys.put(key.id(), key);
      }

      @Override
      public void replace(SigningKey key, Change change) {
        add(key, change);
      }

      @Override
      public void remove(SigningKey.Id id, Change change) {
        record(change);
        keys.remove(id);
      }
    }

    private final class Tokens implements TokenTable {
      @Override
      public Optional<Token> find(String id) {
        return Optional.ofNullable(tokens.get(id));
      }

      @Override
      public Optional<Token> findByHash(String secretHash) {
        return tokens.values().stream()
            .filter(token -> token.secretHash().equals(secretHash))
            .findFirst();
      }

      @Override
      public List<Token> list() {
        return List.copyOf(tokens.values());
      }

      @Override
      public void put(Token token, Change change) {
        record(change);
        tokens.put(token.id(), token);
      }

      @Override
      public void remove(String id, Change change) {
        record(change);
        tokens.remove(id);
      }

      @Override
      public void touch(String id, Instant now) {
        tokens.computeIfPresent(id, (_, token) -> touched(token, now));
      }

      private static Token touched(Token token, Instant now) {
        var lifetime =
            new Token.Lifetime(
                token.lifetime().createdAt(), token.lifetime().expiresAt(), Optional.of(now));
        return new Token(
            token.id(), token.name(), token.role(), token.scope(), lifetime, token.secretHash());
      }
    }

    private final class Answers implements AnswerTable {
      @Override
      public Optional<KeptAnswer> find(KeptAnswer.Id id) {
        return Optional.ofNullable(answers.get(id));
      }

      @Override
      public void put(KeptAnswer answer) {
        answers.put(answer.id(), answer);
      }

      @Override
      public void remove(KeptAnswer.Id id) {
        answers.remove(id);
      }

      @Override
      public void removeBefore(Instant limit) {
        answers.values().removeIf(answer -> answer.createdAt().isBefore(limit));
      }
    }

    private final class Rotations implements RotationTable {
      @Override
      public Optional<Rotation> find(String id) {
        return Optional.ofNullable(rotations.get(id));
      }

      @Override
      public List<Rotation> list(MailDomain domain, int limit) {
        return rotations.values().stream()
            .filter(rotation -> rotation.domain().equals(domain))
            .sorted(Comparator.comparing(Rotation::startedAt).reversed())
            .limit(limit)
            .toList();
      }

      @Override
      public List<Rotation> running(MailDomain domain) {
        return rotations.values().stream()
            .filter(rotation -> rotation.domain().equals(domain))
            .filter(rotation -> rotation.phase().lookAt().isPresent())
            .toList();
      }

      @Override
      public void add(Rotation rotation, Change change) {
        record(change);
        rotations.put(rotation.id(), rotation);
      }

      @Override
      public void replace(Rotation rotation, Change change) {
        add(rotation, change);
      }

      @Override
      public void postpone(String id, String waitingFor, Instant lookAt) {
        rotations.computeIfPresent(id, (_, rotation) -> at(rotation, waitingFor, lookAt));
      }

      @Override
      public Optional<Rotation> claim(Instant now, Instant leaseEnd) {
        var due =
            rotations.values().stream()
                .filter(rotation ->
                    rotation.phase().lookAt().filter(at -> !at.isAfter(now)).isPresent())
                .filter(rotation -> isThere(rotation.domain()))
                .min(Comparator.comparing(rotation -> rotation.phase().lookAt().orElseThrow()));
        due.ifPresent(rotation -> postpone(rotation.id(), rotation.phase().waitingFor(), leaseEnd));
        return due;
      }

      private boolean isThere(MailDomain domain) {
        return domains.containsKey(domain) && !domains.get(domain).isRemoved();
      }

      private static Rotation at(Rotation rotation, String waitingFor, Instant lookAt) {
        var phase = rotation.phase();
        return new Rotation(
            rotation.id(),
            rotation.scope(),
            rotation.selector(),
            rotation.outgoing(),
            new Rotation.Phase(phase.state(), phase.since(), waitingFor, Optional.of(lookAt)),
            rotation.startedAt());
      }

      @Override
      public Optional<RotationSchedule> schedule(MailDomain domain) {
        return Optional.ofNullable(schedules.get(domain));
      }

      @Override
      public void putSchedule(RotationSchedule schedule, Change change) {
        record(change);
        schedules.put(schedule.domain(), schedule);
      }

      @Override
      public void removeSchedule(MailDomain domain, Change change) {
        record(change);
        schedules.remove(domain);
      }

      @Override
      public Optional<RotationSchedule> claimSchedule(Instant now, Instant leaseEnd) {
        var due =
            schedules.values().stream()
                .filter(schedule -> !schedule.nextAt().isAfter(now))
                .filter(schedule -> isThere(schedule.domain()))
                .min(Comparator.comparing(RotationSchedule::nextAt));
        due.ifPresent(schedule -> reschedule(schedule.domain(), leaseEnd));
        return due;
      }

      @Override
      public void reschedule(MailDomain domain, Instant nextAt) {
        schedules.computeIfPresent(
            domain, (_, schedule) -> new RotationSchedule(domain, schedule.everyDays(), nextAt));
      }
    }

    private final class Delegations implements DelegationTable {
      @Override
      public Optional<Delegation> current(MailDomain domain) {
        return Optional.ofNullable(delegations.get(domain));
      }

      @Override
      public Optional<MailDomain> owner(String label) {
        return delegations.values().stream()
            .filter(delegation -> delegation.label().equals(label))
            .map(Delegation::domain)
            .findFirst();
      }

      @Override
      public void add(Delegation delegation, Change change) {
        record(change);
        delegations.put(delegation.domain(), delegation);
        for (var slot : Slot.values()) {
          put(
              new SlotRecord(
                  delegation.label(),
                  slot.selector(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
        }
      }

      @Override
      public void abandon(MailDomain domain, Instant now, Change change) {
        record(change);
        delegations.remove(domain);
      }

      @Override
      public Optional<SlotRecord> slot(String label, Selector selector) {
        return Optional.ofNullable(slots.get(label + "/" + selector));
      }

      @Override
      public Optional<SlotRecord> lockStale(Instant now) {
        return slots.values().stream()
            .filter(slot -> !retries.getOrDefault(key(slot), now).isAfter(now))
            .filter(slot -> !slot.published().equals(wanted(slot)))
            .findFirst();
      }

      private Optional<String> wanted(SlotRecord slot) {
        return owner(slot.label())
            .map(domain -> keys.get(new SigningKey.Id(domain, slot.selector())))
            .filter(key -> key.user().isEmpty())
            .filter(key -> key.state().compareTo(KeyState.RETIRING) <= 0)
            .map(SigningKey::publicValue);
      }

      @Override
      public void published(SlotRecord slot, Optional<String> publicValue) {
        put(
            new SlotRecord(
                slot.label(), slot.selector(), publicValue, slot.cleared(), Optional.empty()));
      }

      @Override
      public void failed(SlotRecord slot, String reason, Instant retryAt) {
        retries.put(key(slot), retryAt);
        put(
            new SlotRecord(
                slot.label(),
                slot.selector(),
                slot.published(),
                slot.cleared(),
                Optional.of(reason)));
      }

      @Override
      public void clear(String label, Selector selector, String publicValue) {
        slot(label, selector)
            .ifPresent(slot ->
                put(
                    new SlotRecord(
                        label,
                        selector,
                        slot.published(),
                        Optional.of(publicValue),
                        slot.failure())));
      }

      private void put(SlotRecord slot) {
        slots.put(key(slot), slot);
      }

      private static String key(SlotRecord slot) {
        return slot.label() + "/" + slot.selector();
      }
    }

    private final class SealedRows implements SealedTable {
      @Override
      public List<SealedRow> lockForeign(byte[] masterKeyId, int limit) {
        var ofKeys =
            keys.values().stream()
                .flatMap(key ->
                    key
                        .privateKey()
                        .<SealedRow>map(s -> new SealedRow.OfKey(key.id(), s))
                        .stream());
        var ofUsers =
            users.values().stream()
                .flatMap(user ->
                    user
                        .verifiers()
                        .<SealedRow>map(s -> new SealedRow.OfUser(user.name(), s))
                        .stream());
        return Stream.concat(ofKeys, ofUsers)
            .filter(
                row -> !Arrays.equals(Arrays.copyOfRange(row.sealed().bytes(), 1, 9), masterKeyId))
            .limit(limit)
            .toList();
      }

      @Override
      public void reseal(SealedRow row, Sealed anew) {
        switch (row) {
          case SealedRow.OfKey(var id, _) ->
              keys.computeIfPresent(
                  id,
                  (_, key) ->
                      new SigningKey(
                          id,
                          key.user(),
                          key.algorithm(),
                          key.publicValue(),
                          Optional.of(anew),
                          key.status()));
          case SealedRow.OfUser(var name, _) ->
              users.computeIfPresent(
                  name,
                  (_, user) ->
                      new User(name, Optional.of(anew), user.createdBy(), user.createdAt()));
        }
      }

      @Override
      public long foreign(byte[] masterKeyId) {
        return lockForeign(masterKeyId, Integer.MAX_VALUE).size();
      }
    }

    private final class Changes implements ChangeTable {
      @Override
      public void announce(Change change) {
        record(change);
      }

      @Override
      public void note(Change change) {
        audit.add(change);
      }

      @Override
      public List<AuditEntry> audit(long before, int limit) {
        var entries = new ArrayList<AuditEntry>();
        long from = before == 0 ? audit.size() : before - 1;
        for (long id = from; id > 0 && entries.size() < limit; id--) {
          entries.add(new AuditEntry(id, audit.get((int) id - 1)));
        }
        return entries;
      }

      @Override
      public long version(Subject subject) {
        return versions.getOrDefault(subject, 0L);
      }

      @Override
      public List<PendingEvent> unpublished(int limit) {
        return events.stream().limit(limit).toList();
      }
    }
  }
}
