package io.signetmail.bench.inbound;

import io.signetmail.bench.load.KeptSessions;
import io.signetmail.bench.load.Mail;
import io.signetmail.bench.load.MailSystem;
import io.signetmail.bench.load.Running;
import io.signetmail.bench.load.TemporaryFolder;
import io.signetmail.bench.load.VerifiedField;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.Topic;
import io.signetmail.standalone.DataDirectory;
import io.signetmail.standalone.Main;
import io.signetmail.standalone.Port;
import io.signetmail.standalone.RunFile;
import io.signetmail.standalone.SecretFiles;
import io.signetmail.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/// Signet's inbound side, started for the measurement with data of its own: broker, ingress and
/// verifier, and what they need to start. No relay: accepted mail stays in `mail.inbound`.
final class SignetInbound implements MailSystem {
  private static final Duration START = Duration.ofMinutes(3);
  private static final Duration ARRIVAL = Duration.ofSeconds(20);
  private static final List<String> MEASURED = List.of("smtp-ingress", "auth-verifier", "kafka");

  private final String name;
  private final TemporaryFolder folder;
  private final DataDirectory data;
  private final Running system;
  private final RunFile run;
  private long handedOver = -1;

  private SignetInbound(
      String name, TemporaryFolder folder, DataDirectory data, Running system, RunFile run) {
    this.name = name;
    this.folder = folder;
    this.data = data;
    this.system = system;
    this.run = run;
  }

  /// @param flush whether the broker writes each mail through to the disk before 250; without it,
  ///   data are kept in memory, as the peers' queues are
  static SignetInbound start(boolean flush) throws IOException, InterruptedException {
    return flush
        ? start("signet, flush", TemporaryFolder.create(), List.of())
        : start("signet, no flush", TemporaryFolder.inMemory(), List.of("--no-flush"));
  }

  /// @param verifiers how many
  /// @param inEach messages in work at once in each of them
  /// @param dns the server they ask
  static SignetInbound scaled(int verifiers, int inEach, InetSocketAddress dns)
      throws IOException, InterruptedException {
    var options =
        List.of(
            "--no-flush",
            "--scale",
            "auth-verifier=" + verifiers,
            "--set",
            "auth-verifier:signet.verifier.concurrency=" + inEach,
            "--set",
            "auth-verifier:signet.dns.servers=127.0.0.1:" + dns.getPort());
    return start(verifiers + " verifiers", TemporaryFolder.inMemory(), options);
  }

  private static SignetInbound start(String name, TemporaryFolder folder, List<String> options)
      throws IOException, InterruptedException {
    var data = new DataDirectory(folder.path().resolve("data"));
    var log = folder.path().resolve("up.log");
    var system = Running.start(command(data, options), Map.of(), log);
    try {
      system.await(START, () -> ready(data).isPresent());
      return new SignetInbound(name, folder, data, system, ready(data).orElseThrow());
    } catch (IOException | InterruptedException e) {
      system.close();
      folder.close();
      throw e;
    }
  }

  private static List<String> command(DataDirectory data, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dsignet.home=" + System.getProperty("signet.home", "."));
    command.addAll(List.of("-cp", classPath(), Main.class.getName(), "up"));
    command.addAll(List.of("--data", data.root().toString(), "--dns-forwarder", "none"));
    command.addAll(List.of("--without", "smtp-relay,dkim-signer,report-collector"));
    command.addAll(options);
    var free = new ArrayDeque<>(Ports.free(Port.values().length));
    for (var port : Port.values()) {
      command.addAll(List.of("--port", port.label() + "=" + free.remove()));
    }
    return command;
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> new File(entry).getAbsolutePath())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Optional<RunFile> ready(DataDirectory data) {
    try {
      return RunFile.ofLiving(data).filter(RunFile::ready);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  SecretFiles secrets() {
    return SecretFiles.of(data);
  }

  /// The demo zones, as a master file.
  String zone() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(run.ports().url(Port.CONTROL) + "/v1/zone")).build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InetSocketAddress server() {
    return run.ports().socket(Port.MX);
  }

  /// From the list of its children that the system keeps: `pid start signal name`.
  @Override
  public Map<String, Long> parts() {
    try {
      var parts = new LinkedHashMap<String, Long>();
      for (var line : Files.readAllLines(data.run().resolve("children"))) {
        var words = line.split(" ", 4);
        if (words.length == 4 && MEASURED.contains(words[3])) {
          parts.put(words[3], Long.valueOf(words[0]));
        }
      }
      if (parts.size() != MEASURED.size()) {
        throw new IllegalStateException("expected " + MEASURED + ", running are " + parts);
      }
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long dnsServer() {
    return run.pid();
  }

  @Override
  public void prove(Mail mail) throws IOException, InterruptedException {
    try (var log = inbound()) {
      var partitions = seekToEnd(log);
      var _ = KeptSessions.of(mail).oneAtATime(server(), 1);
      var end = System.nanoTime() + ARRIVAL.toNanos();
      while (System.nanoTime() < end) {
        for (var record : log.poll(Duration.ofMillis(200))) {
          VerifiedField.require(new String(record.value(), StandardCharsets.ISO_8859_1));
          return;
        }
      }
      throw new IOException("accepted, and not in " + partitions);
    }
  }

  private KafkaConsumer<String, byte[]> inbound() {
    return new KafkaConsumer<>(
        KafkaConnection.to(run.ports().address(Port.KAFKA), "signet-bench").consumer());
  }

  private static List<TopicPartition> seekToEnd(KafkaConsumer<String, byte[]> log) {
    var partitions =
        log.partitionsFor(Topic.MAIL_INBOUND.topicName()).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    log.assign(partitions);
    log.seekToEnd(partitions);
    partitions.forEach(log::position);
    return partitions;
  }

  /// Every 250 must be a record of `mail.inbound` already.
  @Override
  public void settle(int accepted) throws IOException {
    try (var log = inbound()) {
      long now = seekToEnd(log).stream().mapToLong(log::position).sum();
      if (handedOver >= 0 && now - handedOver != accepted) {
        throw new IOException(
            "%d mails were accepted, %d are in mail.inbound".formatted(accepted, now - handedOver));
      }
      handedOver = now;
    }
  }

  @Override
  public void close() {
    system.close();
    folder.close();
  }
}
