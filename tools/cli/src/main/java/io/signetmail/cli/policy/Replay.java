package io.signetmail.cli.policy;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.AuthResultEvent;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicyRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides again about recorded messages and keeps what would have changed. Memory grows with the
/// number of author domains among the changed messages, up to {@link #MOST_DOMAINS}.
final class Replay {
  static final int MOST_DOMAINS = 10_000;

  private final PolicyDocument policy;
  private final int examples;
  private final TreeSet<String> versions = new TreeSet<>();
  private final Map<ReplayReport.Change, Counted> changes = new TreeMap<>();
  private long messages;
  private long undecided;
  private long unreadable;
  private long same;

  private static final class Counted {
    private final Map<String, Long> domains = new TreeMap<>();
    private final List<ReplayReport.Example> examples = new ArrayList<>();
    private long messages;
  }

  Replay(PolicyDocument policy, int examples) {
    this.policy = policy;
    this.examples = examples;
  }

  void add(Optional<AuthResultEvent> read) {
    messages++;
    if (read.isEmpty()) {
      unreadable++;
      return;
    }
    var event = read.get();
    var facts = event.facts().inputs();
    if (facts == null) {
      undecided++; // no verdict came, or an older version wrote it
      return;
    }
    var input = PolicyRecord.read(facts);
    if (input.isEmpty()) {
      unreadable++;
      return;
    }
    versions.add(facts.version());
    var recipients =
        event.recipientDomains().stream()
            .map(d -> DomainName.parse(d).orElse(DomainName.ROOT))
            .toList();
    var now = policy.decide(input.get(), recipients, event.at(), event.messageId()).action();
    if (now.equals(facts.action())) {
      same++;
      return;
    }
    var counted =
        changes.computeIfAbsent(new ReplayReport.Change(facts.action(), now), _ -> new Counted());
    counted.messages++;
    var author = facts.author() == null ? "(no single From)" : facts.author();
    if (counted.domains.containsKey(author) || counted.domains.size() < MOST_DOMAINS) {
      counted.domains.merge(author, 1L, Long::sum);
    }
    if (counted.examples.size() < examples) {
      counted.examples.add(
          new ReplayReport.Example(
              event.messageId(), event.at(), author, event.client(), event.recipientDomains()));
    }
  }

  ReplayReport report() {
    return new ReplayReport(
        policy.version(),
        List.copyOf(versions),
        messages,
        same,
        undecided,
        unreadable,
        changes.entrySet().stream()
            .map(e ->
                new ReplayReport.Changed(
                    e.getKey().from(),
                    e.getKey().to(),
                    e.getValue().messages,
                    Map.copyOf(e.getValue().domains),
                    List.copyOf(e.getValue().examples)))
            .toList());
  }
}
