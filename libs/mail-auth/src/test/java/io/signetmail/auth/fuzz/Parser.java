package io.signetmail.auth.fuzz;

import java.util.Locale;

/// The parsers that are fuzzed, with the longest input that is made up for each, in bytes.
enum Parser {
  MESSAGE(MessageFuzz.class, 4_096),
  SPF(SpfFuzz.class, 2_048),
  DKIM(DkimFuzz.class, 2_048),
  DMARC(DmarcFuzz.class, 2_048),
  AUTHRES(ResultsFuzz.class, 2_048),
  ARC(ArcFuzz.class, 4_096),
  XML(XmlFuzz.class, 8_192),
  UNPACK(UnpackFuzz.class, 4_096),
  MIME(MimeFuzz.class, 8_192);

  private final Class<?> target;
  private final int maxBytes;

  Parser(Class<?> target, int maxBytes) {
    this.target = target;
    this.maxBytes = maxBytes;
  }

  /// Its directory below `fuzz` in the test resources.
  String directory() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The class Jazzer runs.
  Class<?> target() {
    return target;
  }

  int maxBytes() {
    return maxBytes;
  }

  Alphabet words() {
    return switch (this) {
      case MESSAGE -> MessageFuzz.WORDS;
      case SPF -> SpfFuzz.WORDS;
      case DKIM -> DkimFuzz.WORDS;
      case DMARC -> DmarcFuzz.WORDS;
      case AUTHRES -> ResultsFuzz.WORDS;
      case ARC -> ArcFuzz.WORDS;
      case XML -> XmlFuzz.WORDS;
      case UNPACK -> UnpackFuzz.WORDS;
      case MIME -> MimeFuzz.WORDS;
    };
  }

  /// Throws when a promise is broken.
  void check(byte[] input) {
    switch (this) {
      case MESSAGE -> MessageFuzz.fuzzerTestOneInput(input);
      case SPF -> SpfFuzz.fuzzerTestOneInput(input);
      case DKIM -> DkimFuzz.fuzzerTestOneInput(input);
      case DMARC -> DmarcFuzz.fuzzerTestOneInput(input);
      case AUTHRES -> ResultsFuzz.fuzzerTestOneInput(input);
      case ARC -> ArcFuzz.fuzzerTestOneInput(input);
      case XML -> XmlFuzz.fuzzerTestOneInput(input);
      case UNPACK -> UnpackFuzz.fuzzerTestOneInput(input);
      case MIME -> MimeFuzz.fuzzerTestOneInput(input);
    }
  }
}
