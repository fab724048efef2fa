package io.signetmail.relay.queue;

/// Which way mail goes through us. Each has its own topic and its own next hop.
public enum Stream {
  /// Checked mail for the platform's own mailboxes.
  INBOUND("inbound"),
  /// Signed mail of the platform's users.
  OUTBOUND("outbound");

  private final String keyword;

  Stream(String keyword) {
    this.keyword = keyword;
  }

  /// The word used in the database, in REST and in metrics.
  public String keyword() {
    return keyword;
  }

  public static Stream of(String keyword) {
    for (var stream : values()) {
      if (stream.keyword.equals(keyword)) {
        return stream;
      }
    }
    throw new IllegalArgumentException("no such stream: " + keyword);
  }
}
