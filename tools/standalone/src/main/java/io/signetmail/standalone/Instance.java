package io.signetmail.standalone;

import java.util.Optional;

/// One process of a service; the first has the name and the port of the service, further ones a
/// number.
record Instance(Service service, int number) {
  /// What one machine with a few cores can be asked to run.
  static final int MAX = 9;

  Instance {
    if (number < 1 || number > MAX) {
      throw new IllegalArgumentException("1 to " + MAX + " instances, not " + number);
    }
  }

  static Instance first(Service service) {
    return new Instance(service, 1);
  }

  boolean isFirst() {
    return number == 1;
  }

  /// Name of the process and the log: `auth-verifier`, `auth-verifier-2`.
  String label() {
    return isFirst() ? service.label() : service.label() + "-" + number;
  }

  static Optional<Instance> labelled(String label) {
    for (var service : Service.values()) {
      for (int number = 1; number <= MAX; number++) {
        var instance = new Instance(service, number);
        if (instance.label().equals(label)) {
          return Optional.of(instance);
        }
      }
    }
    return Optional.empty();
  }
}
