package io.signetmail.bus;

/// Where a record lies in the log.
public record RecordPosition(String topic, int partition, long offset) {
  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset;
  }
}
