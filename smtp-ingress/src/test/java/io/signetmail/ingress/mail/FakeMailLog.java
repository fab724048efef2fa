package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.kafka.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A log in memory that can be away, or leave it open whether it wrote.
public final class FakeMailLog implements MailLog {
  /// Everything that was handed over, stored or not.
  public final List<Routed> stored = new CopyOnWriteArrayList<>();

  /// Everything about messages, in order.
  public final List<Object> events = new CopyOnWriteArrayList<>();

  /// How the next writes end.
  public volatile SendOutcome outcome =
      new SendOutcome.Stored(new RecordPosition("mail.inbound", 0, 0));

  @Override
  public List<SendOutcome> store(List<Routed> mails) {
    var outcomes = new ArrayList<SendOutcome>();
    for (var mail : mails) {
      if (outcome instanceof SendOutcome.Stored) {
        stored.add(mail);
      }
      outcomes.add(outcome);
    }
    return outcomes;
  }

  @Override
  public String history(AuthResultEvent event, List<MailEvent> steps) {
    events.add(event);
    events.addAll(steps);
    return "";
  }

  @Override
  public void history(AuthResultEvent deferred) {
    events.add(deferred);
  }

  @Override
  public void history(MailEvent step) {
    events.add(step);
  }

  /// The message that was stored on a topic, as text.
  public String text(int index) {
    return new String(
        stored.get(index).mail().message(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
