package io.signetmail.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/// Mail as files, one `.eml` and one `.json` each, so that nothing large stays in memory.
///
/// The envelope file is written last: where it is, the message is complete.
final class MailFolder implements MailStore {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final InstantSource clock;
  private final List<ReceivedMail> kept = new ArrayList<>();
  private long last;

  MailFolder(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
    try {
      Files.createDirectories(directory);
      try (var files = Files.list(directory)) {
        for (var file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          kept.add(read(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("mailbox " + directory, e);
    }
    last = kept.isEmpty() ? 0 : kept.getLast().number();
  }

  @Override
  public Incoming begin() throws IOException {
    return new FileIncoming();
  }

  @Override
  public synchronized List<ReceivedMail> mails() {
    return List.copyOf(kept);
  }

  @Override
  public synchronized void forget() {
    kept.clear();
  }

  private synchronized ReceivedMail add(Path received, Transaction t) throws IOException {
    long number = last + 1;
    var message = directory.resolve("%06d.eml".formatted(number));
    Files.move(received, message, StandardCopyOption.REPLACE_EXISTING);
    var mail =
        new ReceivedMail(
            number,
            clock.instant(),
            t.helo(),
            t.mailFrom(),
            t.mailParameters(),
            t.recipients(),
            new ReceivedMail.InFile(message));
    writeEnvelope(mail);
    last = number;
    kept.add(mail);
    return mail;
  }

  private void writeEnvelope(ReceivedMail mail) throws IOException {
    var json = JSON.createObjectNode();
    json.put("number", mail.number());
    json.put("receivedAt", mail.receivedAt().toString());
    json.put("helo", mail.helo());
    json.put("mailFrom", mail.mailFrom());
    json.put("mailParameters", mail.mailParameters());
    var recipients = json.putArray("recipients");
    mail.recipients().forEach(recipients::add);
    var partial = directory.resolve("%06d.json.part".formatted(mail.number()));
    Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    Files.move(
        partial,
        directory.resolve("%06d.json".formatted(mail.number())),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private ReceivedMail read(Path envelope) throws IOException {
    var json = JSON.readTree(Files.readAllBytes(envelope));
    long number = json.path("number").asLong();
    return new ReceivedMail(
        number,
        Instant.parse(json.path("receivedAt").asText()),
        json.path("helo").asText(),
        json.path("mailFrom").asText(),
        json.path("mailParameters").asText(),
        StreamSupport.stream(json.path("recipients").spliterator(), false)
            .map(JsonNode::asText)
            .toList(),
        new ReceivedMail.InFile(directory.resolve("%06d.eml".formatted(number))));
  }

  private final class FileIncoming implements Incoming {
    private final Path file = Files.createTempFile(directory, "incoming", ".part");
    private final OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));

    FileIncoming() throws IOException {}

    @Override
    public OutputStream body() {
      return out;
    }

    @Override
    public ReceivedMail keep(Transaction transaction) throws IOException {
      out.close();
      return add(file, transaction);
    }

    @Override
    public void close() throws IOException {
      out.close();
      Files.deleteIfExists(file);
    }
  }
}
