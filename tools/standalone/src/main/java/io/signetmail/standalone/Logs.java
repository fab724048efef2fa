package io.signetmail.standalone;

import java.io.IOException;
import java.nio.file.Files;

/// Sends what libraries inside this process log to a file, so that the terminal shows only what was
/// written for people.
final class Logs {
  private Logs() {}

  /// Before the first logger is made; later calls change nothing.
  static void toFile(DataDirectory data) {
    try {
      Files.createDirectories(data.logs());
    } catch (IOException _) {
      return; // The start will fail on the same directory and say so.
    }
    System.setProperty("org.slf4j.simpleLogger.logFile", data.log("standalone").toString());
    System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
    System.setProperty("org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
  }
}
