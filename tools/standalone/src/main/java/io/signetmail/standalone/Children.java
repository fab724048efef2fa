package io.signetmail.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The processes of one run, written down so that a guardian or the next run can end what is left
/// of them.
///
/// All methods may be called from any thread.
final class Children {
  /// One line of the file: `pid start-millis signal name`.
  record Entry(long pid, long startMillis, String signal, String name) {
    String line() {
      return pid + " " + startMillis + " " + signal + " " + name;
    }

    static Optional<Entry> parse(String line) {
      var words = line.split(" ", 4);
      return words.length == 4
          ? Optional.of(
              new Entry(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2], words[3]))
          : Optional.empty();
    }

    /// The process, if it is still the one that was written down and not a later one with the same
    /// number.
    Optional<ProcessHandle> alive() {
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
    }

    private boolean isTheSame(ProcessHandle handle) {
      return startMillis == 0 || started(handle) == startMillis;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Children(DataDirectory data) {
    file = data.run().resolve("children");
  }

  Path file() {
    return file;
  }

  void add(ChildProcess child) {
    add(new Entry(child.pid(), started(child.handle()), "TERM", child.name()));
  }

  synchronized void add(Entry entry) {
    entries.put(entry.name(), entry);
    write();
  }

  synchronized void remove(String name) {
    entries.remove(name);
    write();
  }

  /// Nothing of this run is left.
  synchronized void clear() {
    entries.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Processes that an earlier run left behind.
  List<Entry> leftBehind() throws IOException {
    if (Files.notExists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream()
        .map(Entry::parse)
        .flatMap(Optional::stream)
        .filter(entry -> entry.alive().isPresent())
        .toList();
  }

  static void end(Collection<Entry> left) throws InterruptedException {
    var handles = new ArrayList<ProcessHandle>();
    left.forEach(entry -> entry.alive().ifPresent(handles::add));
    handles.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (var handle : handles) {
      awaitEnd(handle, end);
    }
    handles.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }

  private static void awaitEnd(ProcessHandle handle, long end) throws InterruptedException {
    try {
      var _ = handle.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException _) {
      // The caller kills what is still alive.
    }
  }

  private static long started(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private void write() {
    try {
      var partial = file.resolveSibling("children.part");
      Files.write(partial, entries.values().stream().map(Entry::line).toList());
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
