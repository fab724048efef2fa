package io.signetmail.ingress.mail;

import io.signetmail.bus.kafka.SendOutcome;
import java.util.List;

/// How storing a message, possibly on several topics, ended as a whole.
sealed interface Storing {

  /// Everything is safe: 250.
  record Done() implements Storing {}

  /// Nothing was written: 451, and the next attempt starts from nothing.
  record Nothing(String reason) implements Storing {}

  /// Some of it is, or may be, in the log: 451, and a repeated attempt may deliver it twice.
  record InDoubt(String reason) implements Storing {}

  static Storing of(List<SendOutcome> outcomes) {
    int stored = 0;
    boolean unknown = false;
    String reason = "";
    for (var outcome : outcomes) {
      switch (outcome) {
        case SendOutcome.Stored _ -> stored++;
        case SendOutcome.NotStored(var why) -> reason = why;
        case SendOutcome.Unknown(var why) -> {
          unknown = true;
          reason = why;
        }
      }
    }
    if (stored == outcomes.size()) {
      return new Done();
    }
    return unknown || stored > 0 ? new InDoubt(reason) : new Nothing(reason);
  }
}
