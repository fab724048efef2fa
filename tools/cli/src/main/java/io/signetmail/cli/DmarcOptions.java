package io.signetmail.cli;

import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublicSuffixList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which edition of DMARC.
final class DmarcOptions {
  private static final int MAX_LIST_BYTES = 16 << 20;

  /// Where Debian and its children keep the list.
  private static final Path USUAL_LIST = Path.of("/usr/share/publicsuffix/public_suffix_list.dat");

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec verb;

  @Option(
      names = "--dmarc",
      paramLabel = "EDITION",
      defaultValue = "9989",
      description = "RFC to follow: 9989, 7489 or both (default: ${DEFAULT-VALUE})")
  private String edition = "9989";

  @Option(
      names = "--psl",
      paramLabel = "FILE",
      description =
          "public suffix list, which RFC 7489 needs (default: the one the package publicsuffix"
              + " installs)")
  private Optional<Path> list = Optional.empty();

  /// Settings of each edition asked for, RFC 9989 first.
  List<DmarcSettings> settings() throws IOException {
    return switch (edition) {
      case "9989" -> List.of(DmarcSettings.rfc9989());
      case "7489" -> List.of(rfc7489());
      case "both" -> List.of(DmarcSettings.rfc9989(), rfc7489());
      default ->
          throw new ParameterException(
              verb.commandLine(), "--dmarc: 9989, 7489 or both, not " + edition);
    };
  }

  private DmarcSettings rfc7489() throws IOException {
    var file = list.orElse(USUAL_LIST);
    if (list.isEmpty() && !Files.exists(file)) {
      throw new ParameterException(
          verb.commandLine(),
          "RFC 7489 needs a public suffix list: give --psl FILE (from publicsuffix.org/list)");
    }
    var bytes = InputFile.read(file, MAX_LIST_BYTES);
    var suffixes = PublicSuffixList.parse(new String(bytes, StandardCharsets.UTF_8));
    if (suffixes.size() == 0) {
      throw new IOException(file + " has no public suffix in it");
    }
    return DmarcSettings.rfc7489(suffixes);
  }
}
