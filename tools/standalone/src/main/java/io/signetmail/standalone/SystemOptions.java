package io.signetmail.standalone;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options of every verb that starts or finds a standalone system.
public final class SystemOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "where everything is kept between runs (default: .signet in the checkout)")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--port",
      paramLabel = "NAME=NUMBER",
      description = "a fixed port, for instance mx=25; may be repeated")
  private Map<String, Integer> ports = Map.of();

  @Option(
      names = "--dns-forwarder",
      paramLabel = "HOST[:PORT]",
      description =
          "resolver for names outside the demo zones; \"none\" = they do not exist (default: the system's)")
  private Optional<String> forwarder = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "[SERVICE:]KEY=VALUE",
      description =
          "a setting for one service or all, for instance smtp-ingress:signet.verdict-wait=5s; may be repeated")
  private List<String> overrides = List.of();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "512m",
      description = "largest heap of each service (default: ${DEFAULT-VALUE})")
  private String heap = "512m";

  @Option(
      names = "--no-flush",
      description =
          "do not flush each mail to the disk: faster, and a power cut loses accepted mail")
  private boolean noFlush;

  @Option(
      names = "--without",
      paramLabel = "SERVICE,...",
      split = ",",
      description = "services not to start with the rest, for instance smtp-relay")
  private List<String> without = List.of();

  @Option(
      names = "--scale",
      paramLabel = "SERVICE=N",
      description =
          "how many of a worker to run, for instance auth-verifier=3 (default: 1); may be repeated")
  private Map<String, Integer> scale = Map.of();

  public Options options() {
    var home = Path.of(System.getProperty("signet.home", "."));
    return new Options(
        home,
        new DataDirectory(data.orElse(home.resolve(".signet"))),
        givenPorts(),
        resolver(),
        overrides.stream().map(this::override).toList(),
        heap,
        !noFlush,
        leftOut(),
        scale());
  }

  private Map<Service, Integer> scale() {
    var numbers = new EnumMap<Service, Integer>(Service.class);
    scale.forEach((label, number) -> {
      var service = Service.labelled(label).orElseThrow(() -> bad("no service is called " + label));
      if (!service.isScalable() && number != 1) {
        throw bad("--scale: there can be one " + label + " on this machine");
      }
      if (number < 1 || number > Instance.MAX) {
        throw bad("--scale: 1 to " + Instance.MAX + " of " + label + ", not " + number);
      }
      numbers.put(service, number);
    });
    return numbers;
  }

  private Set<Service> leftOut() {
    var services = EnumSet.noneOf(Service.class);
    for (var label : without) {
      services.add(Service.labelled(label).orElseThrow(() -> bad("no service is called " + label)));
    }
    if (services.contains(Service.KEYS)) {
      throw bad("key-service cannot be left out: it issues the tokens of the others");
    }
    return services;
  }

  private Map<Port, Integer> givenPorts() {
    var given = new EnumMap<Port, Integer>(Port.class);
    ports.forEach((label, number) -> {
      var port = Port.labelled(label).orElseThrow(() -> bad("no port is called " + label));
      if (number < 1 || number > 65_535) {
        throw bad("not a port number: " + number);
      }
      given.put(port, number);
    });
    return given;
  }

  private ServiceSettings.Custom override(String text) {
    try {
      return ServiceSettings.Custom.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad("--set: " + e.getMessage());
    }
  }

  private Optional<InetSocketAddress> resolver() {
    if (forwarder.isEmpty()) {
      return SystemResolver.find(Path.of("/etc/resolv.conf"));
    }
    var text = forwarder.get();
    if (text.equals("none")) {
      return Optional.empty();
    }
    try {
      int colon = text.indexOf(':') == text.lastIndexOf(':') ? text.indexOf(':') : -1;
      var host = colon < 0 ? text : text.substring(0, colon);
      int port = colon < 0 ? 53 : Integer.parseInt(text.substring(colon + 1));
      return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(host), port));
    } catch (IllegalArgumentException e) {
      throw bad("--dns-forwarder wants an IP address, with a port or without: " + text);
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
