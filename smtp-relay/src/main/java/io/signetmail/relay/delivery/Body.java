package io.signetmail.relay.delivery;

import io.signetmail.bus.MailRecord;

/// A message in memory. Its bytes are counted until it is closed.
public final class Body implements AutoCloseable {
  private final MailRecord mail;
  private final Runnable release;

  public Body(MailRecord mail, Runnable release) {
    this.mail = mail;
    this.release = release;
  }

  public MailRecord mail() {
    return mail;
  }

  @Override
  public void close() {
    release.run();
  }
}
