package io.signetmail.ingress.limit;

/// Port: notes that a client ran into a limit.
@FunctionalInterface
public interface LimitCounter {

  /// @param listener label of the listener
  void reached(String listener, Limit limit);

  /// Notes nothing.
  static LimitCounter none() {
    return (_, _) -> {};
  }
}
