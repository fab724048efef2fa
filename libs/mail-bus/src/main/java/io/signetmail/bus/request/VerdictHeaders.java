package io.signetmail.bus.request;

/// Headers of a question, beside those of every mail record.
public final class VerdictHeaders {
  /// Id of one question; a repeated question about the same message has the same id.
  public static final String REQUEST_ID = "request-id";

  /// Partition of `mail.verdicts` that the asker reads.
  public static final String REPLY_PARTITION = "reply-partition";

  private VerdictHeaders() {}
}
