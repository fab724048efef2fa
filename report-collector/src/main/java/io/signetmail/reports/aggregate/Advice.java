package io.signetmail.reports.aggregate;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a domain may take the next step, and why.
///
/// @param next the policy to publish now; the current one when it may not move
/// @param cleanSince first day since which every day was clean; null when the last one was not
/// @param wouldBeLost messages of the last 30 days that are ours and would fail
/// @param toFix what must change first, one sentence each
/// @param warnings what does not stop the step and should be known
/// @param record the TXT value to publish
public record Advice(
    String domain,
    String current,
    String next,
    boolean mayMove,
    @Nullable LocalDate cleanSince,
    int cleanDays,
    long ownMessages,
    long wouldBeLost,
    long stopped,
    List<Sources.Source> failing,
    List<String> toFix,
    List<String> warnings,
    String record) {
  public Advice {
    failing = List.copyOf(failing);
    toFix = List.copyOf(toFix);
    warnings = List.copyOf(warnings);
  }
}
