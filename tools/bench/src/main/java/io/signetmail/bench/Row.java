package io.signetmail.bench;

import org.jspecify.annotations.Nullable;

/// One measured figure.
///
/// @param target what it should be, as text with its comparison; null when there is none
/// @param met whether it is; null when there is no target
public record Row(
    String name, double value, String unit, @Nullable String target, @Nullable Boolean met) {
  public static Row of(String name, double value, String unit) {
    return new Row(name, value, unit, null, null);
  }

  public static Row atMost(String name, double value, String unit, double limit) {
    return new Row(name, value, unit, "<= " + Rows.number(limit), value <= limit);
  }

  public static Row atLeast(String name, double value, String unit, double limit) {
    return new Row(name, value, unit, ">= " + Rows.number(limit), value >= limit);
  }

  /// What could not be measured, and why: the last line of `why`.
  public static Row missing(String name, String why) {
    return new Row(
        name, Double.NaN, "missing: " + why.lines().reduce("", (_, last) -> last), null, null);
  }
}
