package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A DNS tree walk (RFC 9989 §4.10): at most eight questions, from a domain towards the root.
///
/// `steps` are the answers in the order asked; the last is "unavailable" when the walk broke off.
public record TreeWalk(DomainName start, List<RecordAnswer> steps) {
  private static final int MAX_QUERIES = 8;

  public TreeWalk {
    steps = List.copyOf(steps);
  }

  static TreeWalk from(DomainName start, RecordLookup records) {
    var steps = new ArrayList<RecordAnswer>();
    for (var target : targets(start)) {
      var answer = records.at(target);
      steps.add(answer);
      boolean stop =
          switch (answer) {
            case RecordAnswer.One one -> one.record().psd() != PsdFlag.UNSAID;
            case RecordAnswer.None _ -> false;
            case RecordAnswer.Unavailable _ -> true;
          };
      if (stop) {
        break;
      }
    }
    return new TreeWalk(start, steps);
  }

  /// RFC 9989 §4.10, steps 3, 4 and 7.
  static List<DomainName> targets(DomainName start) {
    var targets = new ArrayList<DomainName>(MAX_QUERIES);
    targets.add(start);
    int labels = start.labelCount();
    for (int left = Math.min(labels, MAX_QUERIES) - 1; left >= 1; left--) {
      targets.add(start.rightmost(left));
    }
    return targets;
  }

  /// The step that could not be answered, if any.
  public Optional<RecordAnswer.Unavailable> broken() {
    return steps.getLast() instanceof RecordAnswer.Unavailable unavailable
        ? Optional.of(unavailable)
        : Optional.empty();
  }

  /// The records found, from the longest name to the shortest.
  public List<RecordAnswer.One> found() {
    return steps.stream()
        .filter(RecordAnswer.One.class::isInstance)
        .map(RecordAnswer.One.class::cast)
        .toList();
  }

  /// RFC 9989 §4.10.2. Only for a walk that is not broken.
  public DomainName organizationalDomain() {
    var found = found();
    for (var one : found) {
      if (one.record().psd() == PsdFlag.NO) {
        return one.domain();
      }
      if (one.record().psd() == PsdFlag.YES && !one.domain().equals(start)) {
        return start.rightmost(one.domain().labelCount() + 1);
      }
    }
    return found.isEmpty() ? start : found.getLast().domain();
  }

  /// The record of a public suffix domain above the start, if the walk ended at one.
  public Optional<RecordAnswer.One> publicSuffixRecord() {
    return found().stream()
        .filter(one -> one.record().psd() == PsdFlag.YES && !one.domain().equals(start))
        .findFirst();
  }
}
