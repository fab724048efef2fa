package io.signetmail.ingress.milter;

import io.signetmail.bus.MailEvent;
import java.util.List;

/// Port: writes steps of a message's life that somebody relies on. Blocks up to 60 s.
@FunctionalInterface
public interface EventLog {

  /// Empty when all of them are safe, else why not.
  String write(List<MailEvent> steps);
}
