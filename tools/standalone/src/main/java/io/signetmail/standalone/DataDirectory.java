package io.signetmail.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where one standalone system keeps what it must find again.
///
/// Only its owner can read it: it holds keys, tokens and mail.
public record DataDirectory(Path root) {

  public DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /// Makes what is missing; says whether the directory is new.
  public boolean prepare() throws IOException {
    boolean isNew = Files.notExists(kafka());
    for (var directory :
        new Path[] {root, kafka(), mailbox(), logs(), secrets(), run(), services()}) {
      Files.createDirectories(directory);
    }
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    return isNew;
  }

  public Path kafka() {
    return root.resolve("kafka");
  }

  /// Made by PostgreSQL itself, which wants it empty the first time.
  public Path postgres() {
    return root.resolve("postgres");
  }

  public Path mailbox() {
    return root.resolve("mailbox");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  public Path log(String name) {
    return logs().resolve(name + ".log");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  /// What says that a system runs here, and which processes are its own.
  public Path run() {
    return root.resolve("run");
  }

  public Path services() {
    return root.resolve("services");
  }

  public Path ports() {
    return root.resolve("ports.properties");
  }

  /// Records added to the demo zones while the system ran.
  public Path publishedZone() {
    return root.resolve("published.zone");
  }
}
