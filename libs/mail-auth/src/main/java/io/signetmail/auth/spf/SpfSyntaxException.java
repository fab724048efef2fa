package io.signetmail.auth.spf;

/// How the parsers leave a broken record; caught in [SpfRecordParser], never seen outside.
final class SpfSyntaxException extends Exception {
  private static final int MAX_SHOWN = 60;

  SpfSyntaxException(String detail, String where) {
    super(detail + " in \"" + shown(where) + '"', null, false, false);
  }

  private static String shown(String text) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_SHOWN); i++) {
      char c = text.charAt(i);
      shown.append(c >= 0x20 && c < 0x7F && c != '"' ? c : '?');
    }
    return text.length() > MAX_SHOWN ? shown.append("...").toString() : shown.toString();
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
