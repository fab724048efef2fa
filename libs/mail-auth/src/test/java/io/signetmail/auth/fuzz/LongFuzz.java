package io.signetmail.auth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The long run: Jazzer for so many CPU-minutes a parser, one after the other, at the lowest
/// priority. What reaches code the kept corpus does not is added to it. Not part of the tests.
///
/// Properties: `fuzz.minutes` (10), `fuzz.parsers` (all; names with commas between), `fuzz.work`
/// (`target/fuzz`). What breaks a promise is left in `fuzz.work` and fails the run.
class LongFuzz {
  private static final Duration BUDGET = Duration.ofMinutes(Integer.getInteger("fuzz.minutes", 10));
  private static final String PARSERS = System.getProperty("fuzz.parsers", "").strip();
  private static final Path WORK = Path.of(System.getProperty("fuzz.work", "target/fuzz"));

  /// Also what reads for us: guidance ends where instrumentation does.
  private static final String INSTRUMENTED =
      "io.signetmail.auth.**:org.apache.james.mime4j.**:com.fasterxml.aalto.**"
          + ":com.fasterxml.jackson.core.**";

  private record Run(int exit, Duration cpu) {}

  /// Without Maven: with the test class path and Jazzer on the class path.
  public static void main(String[] arguments) throws Exception {
    for (var parser : Parser.values()) {
      new LongFuzz().fuzz(parser);
    }
  }

  @ParameterizedTest
  @EnumSource(Parser.class)
  void fuzz(Parser parser) throws IOException, InterruptedException {
    if (!PARSERS.isEmpty() && !List.of(PARSERS.split(",")).contains(parser.directory())) {
      return;
    }
    var work = WORK.resolve(parser.directory());
    var found = Files.createDirectories(work.resolve("corpus"));
    Files.write(work.resolve("words.dict"), dictionary(parser));
    var run =
        jazzer(
            parser,
            BUDGET,
            "-max_len=" + parser.maxBytes(),
            "-timeout=300",
            "-report_slow_units=60",
            "-dict=" + work.resolve("words.dict").toAbsolutePath(),
            "-artifact_prefix=" + work.toAbsolutePath() + "/",
            found.toAbsolutePath().toString(),
            Corpus.directory(parser).toAbsolutePath().toString());
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f CPU-minutes, exit %d%n",
        parser.directory(),
        run.cpu().toMillis() / 60_000.0,
        run.exit());
    keep(parser, found);
    assertThat(broken(parser, work)).as("inputs that break a promise").isEmpty();
  }

  /// Jazzer also leaves the input it was at when its time was over: that one breaks nothing.
  private static List<Path> broken(Parser parser, Path work) throws IOException {
    try (var files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(crash|timeout|oom|leak|slow)-.*"))
          .filter(file ->
              file.getFileName().toString().matches("(timeout|oom).*") || breaks(parser, file))
          .toList();
    }
  }

  private static boolean breaks(Parser parser, Path file) {
    try {
      parser.check(Corpus.bytes(file));
      return false;
    } catch (Exception | Error e) {
      System.out.println(file + ": " + e);
      return true;
    }
  }

  /// Adds what reaches new code, then drops the largest until the corpus is small again.
  private static void keep(Parser parser, Path found) throws IOException, InterruptedException {
    var kept = Corpus.directory(parser).toAbsolutePath();
    jazzer(
        parser,
        BUDGET.plusMinutes(5),
        "-merge=1",
        "-max_len=" + parser.maxBytes(),
        kept.toString(),
        found.toAbsolutePath().toString());
    var files = new ArrayList<>(Corpus.files(parser));
    files.removeIf(file -> file.getFileName().toString().startsWith("seed-"));
    files.sort(Comparator.comparingLong((Path file) -> file.toFile().length()).reversed());
    for (var largest : files) {
      var all = Corpus.files(parser);
      var bytes = all.stream().mapToLong(file -> file.toFile().length()).sum();
      if (all.size() <= Corpus.MAX_FILES && bytes <= Corpus.MAX_BYTES) {
        return;
      }
      Files.delete(largest);
    }
  }

  /// Runs until Jazzer ends by itself or has used its CPU time.
  private static Run jazzer(Parser parser, Duration budget, String... arguments)
      throws IOException, InterruptedException {
    var work = WORK.resolve(parser.directory()).toAbsolutePath();
    var command =
        new ArrayList<>(
            List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + parser.target().getName(),
                "--instrumentation_includes=" + INSTRUMENTED,
                "--reproducer_path=" + work));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(work.resolve("log").toFile()))
            .start();
    var cpu = Duration.ZERO;
    try {
      while (!process.waitFor(1, TimeUnit.SECONDS)) {
        cpu = process.info().totalCpuDuration().orElse(cpu);
        if (cpu.compareTo(budget) >= 0) {
          process.destroy();
        }
      }
    } finally {
      process.destroyForcibly();
    }
    return new Run(process.exitValue(), cpu);
  }

  /// The words of the protocol in libFuzzer's form.
  private static List<String> dictionary(Parser parser) {
    return parser.words().words().stream().distinct().map(LongFuzz::escaped).distinct().toList();
  }

  private static String escaped(byte[] word) {
    var line = new StringBuilder("\"");
    for (var b : word) {
      line.append(String.format(Locale.ROOT, "\\x%02X", b));
    }
    return line.append('"').toString();
  }
}
