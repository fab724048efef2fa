package io.signetmail.keys.store;

/// A part of a sorted list: what follows a name, and how many at most.
public record Page(String after, int limit) {
  public static final int MAX_LIMIT = 1000;
}
