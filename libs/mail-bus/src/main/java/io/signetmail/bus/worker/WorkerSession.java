package io.signetmail.bus.worker;

/// One connected stretch of consuming, in one of the three modes. Used by one thread, except {@link
/// #wakeup()} and {@link #isAssigned()}.
interface WorkerSession extends AutoCloseable {
  /// One round: fetch, handle, acknowledge. Returns within about half a second when there is
  /// nothing.
  void turn() throws InterruptedException;

  /// It has its share of the work, or may have it at any moment.
  boolean isAssigned();

  /// Ends a waiting {@link #turn()} early; from any thread.
  void wakeup();

  /// Finishes what was begun, gives up the rest, lets go.
  @Override
  void close();
}
