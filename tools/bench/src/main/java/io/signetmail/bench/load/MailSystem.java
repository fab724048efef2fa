package io.signetmail.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/// A mail system that runs on this machine for the length of a measurement.
public interface MailSystem extends AutoCloseable {
  /// As it is called in the rows.
  String name();

  /// Where it takes mail.
  InetSocketAddress server();

  /// Its processes: the name of a part and the root of that part's process tree.
  Map<String, Long> parts();

  /// The process, not one of its parts, that answers its DNS questions.
  long dnsServer();

  /// Sends this mail once and looks at what comes out at the other end.
  ///
  /// @throws IOException when it did not do its work: then there is nothing to measure
  void prove(Mail mail) throws IOException, InterruptedException;

  /// Waits until everything it accepted is out of its queue, if it has one that works on meanwhile.
  ///
  /// @param accepted since the last call
  void settle(int accepted) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
