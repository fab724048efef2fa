package io.signetmail.cli.policy;

import io.signetmail.bus.BusJson;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What another policy would have changed.
///
/// @param versions of the policies that decided at the time
/// @param same messages with the same decision
/// @param undecided events that hold no decision of a policy: no verdict came, or the message was
///   refused before one was asked for
/// @param unreadable records that this version cannot read
record ReplayReport(
    String policy,
    List<String> versions,
    long messages,
    long same,
    long undecided,
    long unreadable,
    List<Changed> changed) {
  private static final int DOMAINS_SHOWN = 10;

  /// From one action to another.
  record Change(String from, String to) implements Comparable<Change> {
    private static final Comparator<Change> ORDER =
        Comparator.comparing(Change::from).thenComparing(Change::to);

    @Override
    public int compareTo(Change other) {
      return ORDER.compare(this, other);
    }
  }

  /// @param domains author domain → messages
  record Changed(
      String from, String to, long messages, Map<String, Long> domains, List<Example> examples) {}

  record Example(
      String messageId, Instant at, String author, String client, List<String> recipientDomains) {}

  String toJson() {
    return new String(BusJson.write(this), StandardCharsets.UTF_8);
  }

  void print(PrintWriter out, String since) {
    out.println("policy " + policy + " on the mail of the last " + since);
    out.println(
        "  decided at the time by "
            + (versions.isEmpty() ? "nobody" : String.join(", ", versions)));
    out.println("  " + messages + " attempts read, " + same + " with the same decision");
    if (undecided > 0) {
      out.println("  " + undecided + " without a decision of a policy, not replayed");
    }
    if (unreadable > 0) {
      out.println("  " + unreadable + " records that cannot be read, not replayed");
    }
    if (changed.isEmpty()) {
      out.println("  nothing would have changed");
    }
    for (var change : changed) {
      out.println();
      out.println(
          "  " + change.messages() + " would change from " + change.from() + " to " + change.to());
      out.println("    From " + domains(change));
      for (var example : change.examples()) {
        out.println(
            "    "
                + example.messageId()
                + "  "
                + example.at()
                + "  "
                + example.author()
                + " from "
                + example.client()
                + " to "
                + String.join(", ", example.recipientDomains()));
      }
    }
  }

  private static String domains(Changed change) {
    var all = change.domains().entrySet();
    var shown =
        all.stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(DOMAINS_SHOWN)
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return all.size() > DOMAINS_SHOWN
        ? shown + " and " + (all.size() - DOMAINS_SHOWN) + " more"
        : shown;
  }
}
