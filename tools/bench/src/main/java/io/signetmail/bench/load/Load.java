package io.signetmail.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Sends one mail again and again over kept sessions, as fast as the server lets it.
public interface Load {
  /// @param messages in all sessions together
  /// @throws IOException when the server did not accept every one of them
  Sent send(InetSocketAddress server, int sessions, int messages)
      throws IOException, InterruptedException;

  /// Name of the client.
  String name();

  /// @param cpuMillis processor time of the client for each message; NaN when it is not known
  record Sent(int messages, double seconds, double cpuMillis) {
    public double perSecond() {
      return messages / seconds;
    }
  }
}
