package io.signetmail.relay.api;

/// How many entries a caller wants, 1 to 1000.
public record Limit(int value) {
  private static final int MOST = 1_000;

  /// Reads a query parameter.
  ///
  /// @throws BadRequest when it is not such a number
  public static Limit parse(String text) {
    if (!text.matches("[0-9]{1,4}")) {
      throw new BadRequest("limit must be a number from 1 to " + MOST);
    }
    var value = Integer.parseInt(text);
    if (value < 1 || value > MOST) {
      throw new BadRequest("limit must be from 1 to " + MOST + ", not " + value);
    }
    return new Limit(value);
  }
}
