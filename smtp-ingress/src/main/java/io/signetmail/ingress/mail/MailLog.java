package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import java.util.List;

/// Port: the log as this service writes it. Blocks up to 60 s.
public interface MailLog {

  /// One message on its way to one topic.
  record Routed(Topic topic, MailRecord mail) {}

  /// Makes messages safe; outcomes in the order of the messages.
  List<SendOutcome> store(List<Routed> mails);

  /// Writes what was found about a message and what was done, and waits until it is written; the
  /// steps go along without being waited for. Empty when it was written, else why not.
  String history(AuthResultEvent event, List<MailEvent> steps);

  /// Writes about an attempt that ended in 451 without waiting for it. Trouble is logged.
  void history(AuthResultEvent deferred);

  /// Writes one step of a message's life without waiting for it: no reply depends on it. Trouble is
  /// logged.
  void history(MailEvent step);
}
