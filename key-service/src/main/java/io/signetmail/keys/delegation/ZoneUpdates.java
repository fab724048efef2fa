package io.signetmail.keys.delegation;

import java.util.List;

/// Writes to our zone. Each call is atomic, blocking, and can be repeated.
public interface ZoneUpdates {
  /// The zone, without the trailing dot.
  String zone();

  /// Makes this the only TXT record of the name.
  ///
  /// @param strings at most 255 bytes each
  void put(String name, List<String> strings) throws UpdateFailed;

  /// Afterwards the name has no TXT record; it need not have had one.
  void remove(String name) throws UpdateFailed;

  /// The server did not do it, or nobody knows whether it did.
  final class UpdateFailed extends Exception {
    UpdateFailed(String reason) {
      super(reason);
    }

    public String reason() {
      return String.valueOf(getMessage());
    }
  }
}
