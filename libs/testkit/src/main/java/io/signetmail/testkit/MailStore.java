package io.signetmail.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Where a {@link MailboxSink} puts mail.
sealed interface MailStore permits MailStore.Memory, MailFolder {
  /// The envelope of one transaction.
  record Transaction(
      String helo, String mailFrom, String mailParameters, List<String> recipients) {}

  /// A message being received. Closed without {@link #keep} it leaves nothing behind.
  interface Incoming extends AutoCloseable {
    OutputStream body();

    ReceivedMail keep(Transaction transaction) throws IOException;

    @Override
    void close() throws IOException;
  }

  Incoming begin() throws IOException;

  List<ReceivedMail> mails();

  void forget();

  /// Keeps everything until the test ends.
  final class Memory implements MailStore {
    private final InstantSource clock;
    private final List<ReceivedMail> kept = new ArrayList<>();
    private long count;

    Memory(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public Incoming begin() {
      return new MemoryIncoming(this);
    }

    @Override
    public synchronized List<ReceivedMail> mails() {
      return List.copyOf(kept);
    }

    @Override
    public synchronized void forget() {
      kept.clear();
    }

    private synchronized ReceivedMail add(byte[] message, Transaction t) {
      count++;
      var mail =
          new ReceivedMail(
              count,
              clock.instant(),
              t.helo(),
              t.mailFrom(),
              t.mailParameters(),
              t.recipients(),
              new ReceivedMail.InMemory(message));
      kept.add(mail);
      return mail;
    }
  }

  /// Bytes of one message on their way into a {@link Memory}.
  final class MemoryIncoming implements Incoming {
    private final Memory store;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MemoryIncoming(Memory store) {
      this.store = store;
    }

    @Override
    public OutputStream body() {
      return bytes;
    }

    @Override
    public ReceivedMail keep(Transaction transaction) {
      return store.add(bytes.toByteArray(), transaction);
    }

    @Override
    public void close() {}
  }
}
