package io.signetmail.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The load client that comes with Postfix.
///
/// Its CPU is small, and it is the same one for every server. It ends with an error at the first
/// mail that is not accepted.
public final class SmtpSource implements Load {
  private static final List<Path> PLACES =
      List.of(Path.of("/usr/sbin/smtp-source"), Path.of("/usr/local/sbin/smtp-source"));
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path program;
  private final Path directory;
  private final Mail mail;

  private SmtpSource(Path program, Path directory, Mail mail) {
    this.program = program;
    this.directory = directory;
    this.mail = mail;
  }

  /// Where it is installed, if it is.
  public static Optional<Path> find() {
    return PLACES.stream().filter(Files::isExecutable).findFirst();
  }

  /// @param directory for the mail and the client's output
  public static SmtpSource of(Path program, Path directory, Mail mail) throws IOException {
    // It ends lines with CRLF and doubles leading dots itself.
    Files.writeString(directory.resolve("mail"), mail.text().replace("\r\n", "\n"));
    return new SmtpSource(program, directory, mail);
  }

  @Override
  public Sent send(InetSocketAddress server, int sessions, int messages)
      throws IOException, InterruptedException {
    var command =
        List.of(
            program.toString(),
            "-d", // sessions are kept
            "-s",
            Integer.toString(sessions),
            "-m",
            Integer.toString(messages),
            "-M",
            mail.helo(),
            "-f",
            mail.from(),
            "-t",
            mail.to(),
            "-F",
            directory.resolve("mail").toString(),
            "inet:%s:%d".formatted(server.getAddress().getHostAddress(), server.getPort()));
    double before = CpuTimes.endedChildren();
    long start = System.nanoTime();
    Running.run(command, Map.of(), directory.resolve("smtp-source.log"), LIMIT);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = (CpuTimes.endedChildren() - before) * 1_000 / messages;
    return new Sent(messages, seconds, cpu);
  }

  @Override
  public String name() {
    return "smtp-source";
  }
}
