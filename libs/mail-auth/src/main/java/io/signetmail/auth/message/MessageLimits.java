package io.signetmail.auth.message;

/// What one header section may hold before we stop reading it as one.
///
/// No RFC sets these. Real mail stays below 200 fields and 200 KiB; past the limit the message gets
/// a {@link MessageDefect} and is treated like one whose header cannot be read, so nothing can hide
/// behind field number 5,001.
public record MessageLimits(int maxFields, int maxHeaderBytes) {

  public static final MessageLimits DEFAULT = new MessageLimits(5_000, 2 * 1024 * 1024);

  public MessageLimits {
    if (maxFields < 1 || maxHeaderBytes < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }
}
