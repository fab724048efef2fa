package io.signetmail.keys.changes;

import io.signetmail.keys.tokens.Actor;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// One change, as the audit trail keeps it: who did what to which subject, and when.
///
/// The details are public facts (a selector, a state), never a secret.
///
/// @param actorId of the token, which nobody else has; empty in trails older than this field
/// @param actor its name then, for people
public record Change(
    Subject subject,
    String action,
    Map<String, String> details,
    String actorId,
    String actor,
    Instant at) {
  public Change {
    details = Map.copyOf(details);
  }

  public static Change of(Subject subject, String action, Actor actor, Instant at) {
    return new Change(subject, action, Map.of(), actor.id(), actor.name(), at);
  }

  public Change with(String name, Object value) {
    var more = new TreeMap<>(details);
    more.put(name, value.toString());
    return new Change(subject, action, more, actorId, actor, at);
  }
}
