package io.signetmail.bench.keys;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bench.Latencies;
import io.signetmail.bench.Row;
import io.signetmail.bench.Rows;
import io.signetmail.kit.FastCrypto;
import io.signetmail.signer.keys.CachedKeySource;
import io.signetmail.signer.keys.HttpKeySource;
import io.signetmail.signer.keys.KeyAnswer;
import io.signetmail.signer.keys.KeyQuestion;
import io.signetmail.signer.keys.KeyServiceSettings;
import io.signetmail.signer.keys.KeySource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Provisions domains with keys, looks them up as a signer does, and signs with all of them.
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description =
        "Many domains with keys in a real key-service process: provisioning, lookup with and without"
            + " the signer's cache, memory, signing with all keys against one.")
public final class KeysBench implements Callable<Integer> {
  private static final long SEED = 20_261_123;
  private static final int ROUNDS = 6;
  private static final double TARGET = 0.95;
  private static final String BODY = "x".repeat(78) + "\r\n";

  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Option(names = "--domains", description = "How many (default: ${DEFAULT-VALUE}).")
  private int domains = 10_000;

  @Option(
      names = "--algorithm",
      description = "Of the keys (default: ${DEFAULT-VALUE}); making an RSA key takes its time.")
  private String algorithm = "rsa-2048";

  @Option(names = "--callers", description = "Calls at once (default: ${DEFAULT-VALUE}).")
  private int callers = 8;

  @Option(names = "--heap", description = "Of key-service, MiB (default: ${DEFAULT-VALUE}).")
  private int heap = 256;

  @Option(names = "--jar", description = "quarkus-run.jar of key-service (default: as built here).")
  private Optional<Path> jar = Optional.empty();

  @Spec private CommandSpec spec;

  private final List<Row> rows = new ArrayList<>();

  private record Settings(URI url) implements KeyServiceSettings {
    @Override
    public boolean allowPlainHttp() {
      return false;
    }

    @Override
    public Optional<String> token() {
      return Optional.of(KeyServiceProcess.ADMIN);
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(20);
    }
  }

  @Override
  public Integer call() throws Exception {
    var packaged =
        jar.orElseGet(() ->
            Path.of(
                System.getProperty("signet.home", "."),
                "key-service/target/quarkus-app/quarkus-run.jar"));
    var crypto = FastCrypto.install(); // as in the signer
    progress("starting key-service; signatures here by %s", crypto);
    try (var service = new KeyServiceProcess(packaged, heap);
        var http = HttpClient.newHttpClient()) {
      service.awaitReady();
      add(Row.of("memory at start", service.memory(), "MiB"));
      provision(service.url(), http);
      add(Row.of("memory with " + domains + " domains", service.memory(), "MiB"));
      var source = new HttpKeySource(http, new Settings(service.url()), new ObjectMapper());
      lookups(source);
      add(Row.of("memory after the lookups", service.memory(), "MiB"));
      sign(source);
    }
    spec.commandLine().getOut().print(Rows.print(rows, json));
    spec.commandLine().getOut().flush();
    return rows.stream().allMatch(row -> !Boolean.FALSE.equals(row.met())) ? 0 : 1;
  }

  private static String domain(int number) {
    return "d" + number + ".bench.example";
  }

  /// A domain, its user, the grant, a key, and the key active: five calls.
  private void provision(URI url, HttpClient http) throws InterruptedException, ExecutionException {
    progress("provisioning %d domains with %s keys", domains, algorithm);
    long start = System.nanoTime();
    inParallel(
        domains,
        number -> {
          var domain = "/v1/domains/" + domain(number);
          var user = "/v1/users/u" + number;
          call(http, url, "PUT", domain, "{}");
          call(http, url, "PUT", user, "{}");
          call(http, url, "PUT", user + "/grants/" + domain(number), "{}");
          var key = "{\"selector\":\"s1\",\"algorithm\":\"" + algorithm + "\"}";
          call(http, url, "POST", domain + "/keys", key);
          call(http, url, "POST", domain + "/keys/s1/activate", "");
        });
    double seconds = (System.nanoTime() - start) / 1e9;
    add(Row.of("provisioning, " + algorithm, domains / seconds, "domain/s"));
  }

  private static void call(HttpClient http, URI url, String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + KeyServiceProcess.ADMIN)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  private static KeyQuestion question(int number) {
    return new KeyQuestion("u" + number, DomainName.of(domain(number)));
  }

  private void lookups(HttpKeySource http) throws InterruptedException, ExecutionException {
    progress("looking up without and with the signer's cache");
    var direct = latencies(http);
    add(Row.of("lookup without cache, p50", direct.quantile(0.5), "ms"));
    add(Row.of("lookup without cache, p99", direct.quantile(0.99), "ms"));
    var cache =
        new CachedKeySource(
            http,
            Duration.ofMinutes(30),
            Duration.ofHours(24),
            InstantSource.system(),
            new SplittableRandom(SEED));
    latencies(cache); // fills it
    var cached = latencies(cache);
    add(Row.of("lookup with cache, p50", cached.quantile(0.5), "ms"));
    add(Row.of("lookup with cache, p99", cached.quantile(0.99), "ms"));
  }

  private Latencies latencies(KeySource source) throws InterruptedException, ExecutionException {
    var millis = new double[domains];
    inParallel(
        domains,
        number -> {
          long start = System.nanoTime();
          keys(source, number);
          millis[number] = (System.nanoTime() - start) / 1e6;
        });
    return Latencies.of(java.util.Arrays.stream(millis).boxed().toList());
  }

  private static List<SigningKey> keys(KeySource source, int number) throws IOException {
    return switch (source.find(question(number))) {
      case KeyAnswer.Keys(var found) -> found;
      case KeyAnswer.NoKey(var reason) -> throw new IOException("no key: " + reason);
      case KeyAnswer.Unavailable(var reason) -> throw new IOException(reason);
    };
  }

  /// As many signatures with one key as with all, in turns, so that both have the same luck.
  private void sign(KeySource source) throws IOException {
    progress("signing with %d keys and with one", domains);
    var all = new ArrayList<List<SigningKey>>(domains);
    for (int number = 0; number < domains; number++) {
      all.add(keys(source, number));
    }
    var order = new SplittableRandom(SEED);
    int[] shuffled = IntStream.range(0, domains).map(_ -> order.nextInt(domains)).toArray();
    var signer = new DkimSigner(InstantSource.system());
    int each = Math.min(domains, 2_000);
    signed(signer, all, shuffled, 0, each, false); // warms up
    double one = 0;
    double many = 0;
    for (int round = 0; round < ROUNDS; round++) {
      one += signed(signer, all, shuffled, round * each, each, true);
      many += signed(signer, all, shuffled, round * each, each, false);
    }
    double perSecond = ROUNDS * (double) each;
    add(Row.of("signing with one key", perSecond / one, "mail/s"));
    add(Row.of("signing with " + domains + " keys", perSecond / many, "mail/s"));
    add(Row.atLeast(domains + " keys against one", one / many, "ratio", TARGET));
  }

  /// Seconds for `count` signatures.
  private static double signed(
      DkimSigner signer,
      List<List<SigningKey>> all,
      int[] order,
      int from,
      int count,
      boolean oneKey) {
    var message =
        ParsedMessage.of(
            ("From: a@" + domain(0) + "\r\nSubject: hi\r\n\r\n" + BODY.repeat(25))
                .getBytes(StandardCharsets.US_ASCII));
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      var keys = all.get(oneKey ? 0 : order[(from + i) % order.length]);
      if (!(signer.sign(message, keys, SigningOptions.DEFAULT) instanceof SigningResult.Signed)) {
        throw new IllegalStateException("a message was not signed");
      }
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /// Work on one number.
  private interface Work {
    void on(int number) throws IOException, InterruptedException;
  }

  private void inParallel(int count, Work work) throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          IntStream.range(0, callers)
              .mapToObj(caller ->
                  threads.submit(() -> {
                    for (int number = caller; number < count; number += callers) {
                      work.on(number);
                    }
                    return null;
                  }))
              .toList();
      for (var one : running) {
        one.get();
      }
    }
  }

  private void add(Row row) {
    rows.add(row);
    progress("  %s: %.2f %s", row.name(), row.value(), row.unit());
  }

  private void progress(String format, Object... arguments) {
    spec.commandLine().getErr().printf(Locale.ROOT, format + "%n", arguments);
    spec.commandLine().getErr().flush();
  }
}
