package io.signetmail.ingress.recipient;

import io.signetmail.smtp.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recipients from a file: one address a line, `@example.com` for all of a domain, `#` begins a
/// comment. Read again within 5 s of a change; letter case does not matter. Thread-safe.
///
/// A file that cannot be read leaves the last list in force; if there never was one, nobody can say
/// who exists.
public final class ListDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(ListDirectory.class);
  private static final long CHECK_NANOS = Duration.ofSeconds(5).toNanos();

  /// Octets; some millions of addresses.
  private static final long LARGEST = 256L * 1024 * 1024;

  private final Path file;
  private @Nullable Set<String> addresses;
  private @Nullable FileTime read;
  private long nextCheck = System.nanoTime();

  /// Reads the file when asked for the first time.
  public ListDirectory(Path file) {
    this.file = file;
  }

  @Override
  public Presence look(Mailbox mailbox) {
    var list = current();
    if (list == null) {
      return new Presence.Unreachable("the list of recipients cannot be read: " + file);
    }
    boolean known =
        list.contains(mailbox.toString().toLowerCase(Locale.ROOT))
            || list.contains("@" + mailbox.lowerDomain());
    return known ? new Presence.Known() : Presence.Unknown.NO_SUCH_MAILBOX;
  }

  private synchronized @Nullable Set<String> current() {
    if (System.nanoTime() - nextCheck >= 0) {
      nextCheck = System.nanoTime() + CHECK_NANOS;
      reload();
    }
    return addresses;
  }

  private void reload() {
    try {
      var changed = Files.getLastModifiedTime(file);
      if (changed.equals(read)) {
        return;
      }
      if (Files.size(file) > LARGEST) {
        throw new IOException("larger than " + LARGEST + " octets");
      }
      var fresh = new HashSet<String>();
      try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
        lines
            .map(line -> line.replaceFirst("#.*", "").strip().toLowerCase(Locale.ROOT))
            .filter(line -> !line.isEmpty())
            .forEach(fresh::add);
      }
      addresses = fresh;
      read = changed;
      LOG.info("{} recipients read from {}", fresh.size(), file);
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.error("list of recipients {} cannot be read: {}", file, e.toString());
    }
  }
}
