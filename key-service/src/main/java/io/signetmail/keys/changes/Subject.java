package io.signetmail.keys.changes;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.UserName;
import java.util.Locale;

/// What a change is about. Its key is the key of the `keys.changed` record.
public record Subject(Kind kind, String name) implements Comparable<Subject> {
  /// Domains and users are cached by other services, so their changes are announced.
  public enum Kind {
    DOMAIN(true),
    USER(true),
    TOKEN(false),
    /// A part of the service itself.
    SERVICE(false);

    private final boolean announced;

    Kind(boolean announced) {
      this.announced = announced;
    }
  }

  public static Subject domain(MailDomain domain) {
    return new Subject(Kind.DOMAIN, domain.name());
  }

  public static Subject user(UserName user) {
    return new Subject(Kind.USER, user.value());
  }

  public static Subject token(String id) {
    return new Subject(Kind.TOKEN, id);
  }

  public static Subject service(String part) {
    return new Subject(Kind.SERVICE, part);
  }

  public String key() {
    return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
  }

  public boolean isAnnounced() {
    return kind.announced;
  }

  @Override
  public int compareTo(Subject other) {
    return key().compareTo(other.key());
  }

  @Override
  public String toString() {
    return key();
  }
}
