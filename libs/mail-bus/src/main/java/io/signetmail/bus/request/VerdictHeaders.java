package io.signetmail.bus.request;

import io.signetmail.bus.kafka.MailRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.apache.kafka.common.header.Headers;

/// Headers of a question, beside those of every mail record, and of its answer.
public final class VerdictHeaders {
  /// Id of one question; a repeated question about the same message has the same id.
  public static final String REQUEST_ID = "request-id";

  /// Partition of `mail.verdicts` that the asker reads.
  public static final String REPLY_PARTITION = "reply-partition";

  /// On an answer: the partition of `mail.verify` its question was on.
  public static final String ASKED_ON = "asked-on";

  /// More partitions than that no topic of ours has.
  private static final int MAX_DIGITS = 5;

  private VerdictHeaders() {}

  public static void askedOn(Headers headers, int partition) {
    headers.add(ASKED_ON, Integer.toString(partition).getBytes(StandardCharsets.US_ASCII));
  }

  /// The number in that header; empty when it is missing or none.
  public static OptionalInt number(Headers headers, String name) {
    var text = MailRecordCodec.text(headers, name).orElse("");
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return text.isEmpty() || text.length() > MAX_DIGITS || !digits
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(text));
  }
}
