package io.signetmail.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The name of the machine or container this process runs on, without asking DNS.
public final class HostName {
  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private HostName() {}

  public static String ofThisMachine() {
    var environment = System.getenv("HOSTNAME");
    if (environment != null && !environment.isBlank()) {
      return environment;
    }
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException _) {
      return "localhost";
    }
  }
}
