package io.signetmail.standalone;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a person wants the system.
///
/// @param home the checkout, where the services' artifacts are
/// @param heap of each service, as `-Xmx` takes it
/// @param flush whether Kafka writes each mail through to the disk before it is acknowledged
/// @param without services that are not started with the rest
/// @param scale how many of a service; one of each that is not named
public record Options(
    Path home,
    DataDirectory data,
    Map<Port, Integer> ports,
    Optional<InetSocketAddress> forwarder,
    List<ServiceSettings.Custom> overrides,
    String heap,
    boolean flush,
    Set<Service> without,
    Map<Service, Integer> scale) {

  public Options {
    home = home.toAbsolutePath().normalize();
    ports = Map.copyOf(ports);
    overrides = List.copyOf(overrides);
    without = Set.copyOf(without);
    scale = Map.copyOf(scale);
  }

  /// All that are started together.
  List<Instance> instances() {
    var instances = new ArrayList<Instance>();
    for (var service : Service.values()) {
      if (!without.contains(service)) {
        for (int number = 1; number <= scale.getOrDefault(service, 1); number++) {
          instances.add(new Instance(service, number));
        }
      }
    }
    return instances;
  }

  /// A system with one of each service.
  public Options(
      Path home,
      DataDirectory data,
      Map<Port, Integer> ports,
      Optional<InetSocketAddress> forwarder,
      List<ServiceSettings.Custom> overrides,
      String heap,
      boolean flush) {
    this(home, data, ports, forwarder, overrides, heap, flush, Set.of(), Map.of());
  }
}
