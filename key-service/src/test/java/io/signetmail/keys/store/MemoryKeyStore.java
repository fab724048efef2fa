package io.signetmail.keys.store;

import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.topic.Topic;
import io.signetmail.keys.changes.AuditEntry;
import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.PendingEvent;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.idempotency.KeptAnswer;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
