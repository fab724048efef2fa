package io.signetmail.standalone;

import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/// Which port is whose in this run.
///
/// A port given by the person is used or refused; any other is the one of the last run if that is
/// free, else the preferred one if that is free, else any free one.
///
/// @param hosts where to look for a port that is not on this machine
public record PortPlan(Map<Port, Integer> numbers, Map<Port, String> hosts) {

  public PortPlan {
    numbers = Map.copyOf(numbers);
    hosts = Map.copyOf(hosts);
  }

  public PortPlan(Map<Port, Integer> numbers) {
    this(numbers, Map.of());
  }

  /// The preferred ports on this machine, but for those given as `host:port`.
  public static PortPlan at(Map<Port, String> addresses) {
    var numbers = new EnumMap<Port, Integer>(Port.class);
    var hosts = new EnumMap<Port, String>(Port.class);
    for (var port : Port.values()) {
      numbers.put(port, port.preferred());
    }
    addresses.forEach((port, address) -> {
      int colon = address.lastIndexOf(':');
      if (colon <= 0) {
        throw new IllegalArgumentException("not host:port: " + address);
      }
      hosts.put(port, address.substring(0, colon));
      numbers.put(port, Integer.valueOf(address.substring(colon + 1)));
    });
    return new PortPlan(numbers, hosts);
  }

  public int of(Port port) {
    Integer number = numbers.get(port);
    if (number == null) {
      throw new IllegalArgumentException("no number for " + port.label());
    }
    return number;
  }

  public String address(Port port) {
    return host(port) + ":" + of(port);
  }

  public InetSocketAddress socket(Port port) {
    return new InetSocketAddress(host(port), of(port));
  }

  private String host(Port port) {
    return hosts.getOrDefault(port, "127.0.0.1");
  }

  public String url(Port port) {
    return "http://" + address(port);
  }

  static PortPlan choose(Map<Port, Integer> given, Path remembered)
      throws IOException, StartFailed {
    var lastTime = read(remembered);
    var chosen = new EnumMap<Port, Integer>(Port.class);
    Set<Integer> taken = new HashSet<>();
    for (var entry : given.entrySet()) {
      if (!isFree(entry.getKey(), entry.getValue()) || !taken.add(entry.getValue())) {
        throw new StartFailed(
            "port %d, asked for as %s, is in use"
                .formatted(entry.getValue(), entry.getKey().label()));
      }
      chosen.put(entry.getKey(), entry.getValue());
    }
    for (var port : Port.values()) {
      if (!chosen.containsKey(port)) {
        int wish = lastTime.getOrDefault(port, port.preferred());
        int number = pick(port, wish, taken);
        taken.add(number);
        chosen.put(port, number);
      }
    }
    var plan = new PortPlan(chosen);
    plan.write(remembered);
    return plan;
  }

  private static int pick(Port port, int wish, Set<Integer> taken) {
    if (!taken.contains(wish) && isFree(port, wish)) {
      return wish;
    }
    if (!taken.contains(port.preferred()) && isFree(port, port.preferred())) {
      return port.preferred();
    }
    int number;
    do {
      number = Ports.free(1).getFirst();
    } while (taken.contains(number) || !isFree(port, number));
    return number;
  }

  private static boolean isFree(Port port, int number) {
    return Ports.isFree(number) && (port != Port.DNS || isFreeForUdp(number));
  }

  private static boolean isFreeForUdp(int number) {
    try (var _ = new DatagramSocket(number, Ports.LOOPBACK)) {
      return true;
    } catch (SocketException _) {
      return false;
    }
  }

  private static Map<Port, Integer> read(Path file) throws IOException {
    var numbers = new EnumMap<Port, Integer>(Port.class);
    if (Files.exists(file)) {
      var properties = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
      for (var label : properties.stringPropertyNames()) {
        Port.labelled(label)
            .ifPresent(port -> numbers.put(port, Integer.valueOf(properties.getProperty(label))));
      }
    }
    return numbers;
  }

  private void write(Path file) throws IOException {
    var lines =
        numbers.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> e.getKey().label() + "=" + e.getValue())
            .toList();
    Files.write(file, lines);
  }
}
