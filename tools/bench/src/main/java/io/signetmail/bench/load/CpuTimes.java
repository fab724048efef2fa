package io.signetmail.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Processor time, user and system, that process trees have used so far, in seconds.
///
/// Children that have ended count through the parent that waited for them, so a server that makes
/// short-lived processes is measured whole. Linux only: reads `/proc/PID/stat`, whose clock ticks
/// are a hundredth of a second.
///
/// @param seconds by the name of the part
public record CpuTimes(Map<String, Double> seconds) {
  private static final double TICKS_PER_SECOND = 100;

  public CpuTimes {
    seconds = Map.copyOf(seconds);
  }

  /// What each part has used until now.
  ///
  /// @param parts name to the process at the root of its tree
  public static CpuTimes now(Map<String, Long> parts) throws IOException {
    var all = processes();
    var seconds = new HashMap<String, Double>();
    parts.forEach((name, root) -> seconds.put(name, tree(root, all) / TICKS_PER_SECOND));
    return new CpuTimes(seconds);
  }

  /// What one process itself has used, its children aside, in seconds.
  public static double alone(long pid) throws IOException {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().totalCpuDuration())
        .map(time -> time.toNanos() / 1e9)
        .orElseThrow(() -> new IOException("process " + pid + " is gone"));
  }

  /// What the compiler threads of Java processes have used so far, in seconds; part of what the
  /// processes have used. Zero for other programs.
  public static double compilers(Collection<Long> processes) throws IOException {
    long ticks = 0;
    for (long process : processes) {
      var threads = Path.of("/proc", Long.toString(process), "task");
      try (var entries = Files.newDirectoryStream(threads)) {
        for (var entry : entries) {
          ticks +=
              read(entry.resolve("stat"))
                  .filter(stat -> stat.name().contains("CompilerThre"))
                  .map(Stat::ownTicks)
                  .orElse(0L);
        }
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /// What those children of this program that have ended used, in seconds.
  static double endedChildren() throws IOException {
    var stat = Stat.parse(Files.readString(Path.of("/proc/self/stat")));
    return stat.map(Stat::childTicks).orElse(0L) / TICKS_PER_SECOND;
  }

  /// What was used since `before`, divided by `count`, in milliseconds.
  public Map<String, Double> millisEach(CpuTimes before, int count) {
    var each = new HashMap<String, Double>();
    seconds.forEach((name, now) ->
        each.put(name, (now - before.seconds.getOrDefault(name, 0.0)) * 1_000 / count));
    return each;
  }

  private record Stat(long pid, String name, long parent, long ownTicks, long childTicks) {
    /// The command's name, which may hold blanks and brackets, ends at the last bracket.
    static Optional<Stat> parse(String line) {
      int end = line.lastIndexOf(')');
      int start = line.indexOf(' ');
      if (end < 0 || start < 0) {
        return Optional.empty();
      }
      var words = line.substring(end + 2).split(" ", -1);
      // proc_pid_stat(5): ppid is field 4, utime, stime, cutime and cstime are fields 14 to 17; the
      // first word here is field 3.
      return Optional.of(
          new Stat(
              Long.parseLong(line.substring(0, start)),
              line.substring(start + 2, end),
              Long.parseLong(words[1]),
              Long.parseLong(words[11]) + Long.parseLong(words[12]),
              Long.parseLong(words[13]) + Long.parseLong(words[14])));
    }
  }

  private static long tree(long root, Map<Long, Stat> all) {
    var children = new HashMap<Long, List<Stat>>();
    all.values()
        .forEach(stat -> children.computeIfAbsent(stat.parent(), _ -> new ArrayList<>()).add(stat));
    var open = new ArrayDeque<Stat>();
    Optional.ofNullable(all.get(root)).ifPresent(open::add);
    long ticks = 0;
    while (!open.isEmpty()) {
      var stat = open.remove();
      ticks += stat.ownTicks() + stat.childTicks();
      open.addAll(children.getOrDefault(stat.pid(), List.of()));
    }
    return ticks;
  }

  private static Map<Long, Stat> processes() throws IOException {
    var all = new HashMap<Long, Stat>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var entry : entries) {
        read(entry.resolve("stat")).ifPresent(stat -> all.put(stat.pid(), stat));
      }
    }
    return all;
  }

  private static Optional<Stat> read(Path file) {
    try {
      return Stat.parse(Files.readString(file));
    } catch (IOException _) {
      return Optional.empty(); // ended meanwhile; its parent has its time
    }
  }
}
