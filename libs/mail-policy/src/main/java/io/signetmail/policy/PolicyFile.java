package io.signetmail.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy file as it is now: read again within 2 s of a change. Thread-safe.
///
/// A file that turned bad leaves the last good policy in force and is complained about loudly; a
/// file that is bad at start stops the start.
public final class PolicyFile implements PolicySource {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
  private static final long CHECK_NANOS = Duration.ofSeconds(2).toNanos();

  private final Path file;
  private volatile PolicyDocument document;
  private volatile boolean good = true;
  private volatile long nextCheck;
  private @Nullable Stamp seen;

  private record Stamp(FileTime changed, long size, @Nullable Object key) {}

  private PolicyFile(Path file, PolicyDocument document, Stamp seen) {
    this.file = file;
    this.document = document;
    this.seen = seen;
    this.nextCheck = System.nanoTime() + CHECK_NANOS;
  }

  /// @throws BadPolicy when it cannot be read or is not valid
  public static PolicyFile open(Path file) throws BadPolicy {
    try {
      var stamp = stamp(file);
      var document = PolicyReader.read(file.toString(), Files.readAllBytes(file));
      LOG.info("policy {} read from {}", document.version(), file);
      return new PolicyFile(file, document, stamp);
    } catch (IOException e) {
      throw new BadPolicy("policy file " + file + " cannot be read: " + e);
    }
  }

  @Override
  public PolicyDocument current() {
    if (System.nanoTime() - nextCheck >= 0) {
      refresh();
    }
    return document;
  }

  /// False while the file on disk is not the one in force.
  public boolean isGood() {
    return good;
  }

  private synchronized void refresh() {
    if (System.nanoTime() - nextCheck < 0) {
      return;
    }
    nextCheck = System.nanoTime() + CHECK_NANOS;
    try {
      var stamp = stamp(file);
      if (!stamp.equals(seen)) {
        seen = stamp;
        var fresh = PolicyReader.read(file.toString(), Files.readAllBytes(file));
        LOG.info("policy {} replaces {}", fresh.version(), document.version());
        document = fresh;
        good = true;
      }
    } catch (BadPolicy e) {
      good = false;
      LOG.error("policy {} stays in force: {}", document.version(), e.getMessage());
    } catch (IOException e) {
      if (good) {
        LOG.error("policy {} stays in force: {} cannot be read: {}", document.version(), file, e);
      }
      good = false;
      seen = null;
    }
  }

  /// A replaced file has another key though its time may be the same.
  private static Stamp stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
    return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }
}
