package io.signetmail.standalone.demo;

import java.io.IOException;
import java.util.Optional;

/// The sink, read through the control endpoint.
final class Mailbox {
  private final RestTalk control;
  private final long before;

  private Mailbox(RestTalk control, long before) {
    this.control = control;
    this.before = before;
  }

  /// A mailbox in which only what arrives from now on is looked at.
  static Mailbox fromNow(RestTalk control) throws IOException, InterruptedException {
    long last = 0;
    for (var mail : control.send("GET", "/v1/mails", "").json()) {
      last = mail.path("number").asLong();
    }
    return new Mailbox(control, last);
  }

  /// The message whose header section holds `mark`, as soon as it is here.
  Received await(String mark) throws IOException, InterruptedException, StepFailed {
    return Deadline.await("a mail with " + mark + " in the sink", () -> find(mark));
  }

  boolean holds(String mark) throws IOException, InterruptedException {
    return find(mark).isPresent();
  }

  private Optional<Received> find(String mark) throws IOException, InterruptedException {
    for (var mail : control.send("GET", "/v1/mails?after=" + before, "").json()) {
      long number = mail.path("number").asLong();
      var text = control.send("GET", "/v1/mails/" + number, "").text();
      if (text.contains(mark)) {
        return Optional.of(new Received(number, text));
      }
    }
    return Optional.empty();
  }

  /// One message as it was delivered. The demo's mail is ASCII, so text is as good as bytes.
  record Received(long number, String text) {
    String header() {
      int end = text.indexOf("\r\n\r\n");
      return end < 0 ? text : text.substring(0, end);
    }

    /// A header field with its folded lines, or nothing.
    Optional<String> field(String name) {
      var lines = header().split("\r\n", -1);
      for (int i = 0; i < lines.length; i++) {
        if (lines[i].regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
          var field = new StringBuilder(lines[i]);
          for (int next = i + 1; next < lines.length && isFolded(lines[next]); next++) {
            field.append('\n').append(lines[next]);
          }
          return Optional.of(field.toString());
        }
      }
      return Optional.empty();
    }

    private static boolean isFolded(String line) {
      return line.startsWith(" ") || line.startsWith("\t");
    }
  }
}
