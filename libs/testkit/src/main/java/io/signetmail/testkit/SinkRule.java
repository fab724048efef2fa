package io.signetmail.testkit;

import java.time.Duration;
import java.util.Locale;

/// What a {@link MailboxSink} does instead of saying yes, at one point of the dialogue.
///
/// @param containing the rule holds for commands that contain this text, in any case; empty = all
/// @param times how often it holds before it is used up; {@link #ALWAYS} = until removed
public record SinkRule(Stage stage, String containing, Action action, int times) {
  public static final int ALWAYS = Integer.MAX_VALUE;

  /// Where in the dialogue.
  public enum Stage {
    CONNECT,
    EHLO,
    MAIL,
    RCPT,
    DATA,
    END_OF_DATA
  }

  /// What happens there.
  public sealed interface Action {
    /// A reply line of the test's own, such as `451 4.3.2 later`. At END_OF_DATA only a 2xx keeps
    /// the message.
    record Reply(String line) implements Action {}

    /// The connection is closed without a reply and the message is not kept.
    record Drop() implements Action {}

    /// At END_OF_DATA: the message is kept and the connection closed without a reply, the in-doubt
    /// case of RFC 1047.
    record KeepThenDrop() implements Action {}

    /// The usual reply, late.
    record Delay(Duration by) implements Action {}
  }

  public static SinkRule always(Stage stage, Action action) {
    return new SinkRule(stage, "", action, ALWAYS);
  }

  public static SinkRule once(Stage stage, Action action) {
    return new SinkRule(stage, "", action, 1);
  }

  public static SinkRule refuseRecipient(String address, String line) {
    return new SinkRule(Stage.RCPT, "<" + address + ">", new Action.Reply(line), ALWAYS);
  }

  boolean matches(Stage at, String command) {
    return stage == at
        && command.toLowerCase(Locale.ROOT).contains(containing.toLowerCase(Locale.ROOT));
  }
}
