package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.Ascii;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads DMARC policy records (RFC 9989 §4.7, §4.8).
///
/// The version must be right; whatever is wrong after it costs only its own tag (§4.8: "Syntax
/// errors in the remainder of the record MUST be discarded in favor of default values") and is
/// listed as a problem. Of a tag given twice the first counts.
public final class DmarcRecordParser {
  static final List<FailureReporting> DEFAULT_FAILURE_REPORTING =
      List.of(FailureReporting.ALL_FAIL);
  static final int DEFAULT_PERCENT = 100;

  /// Problems past these are not listed: the record is a stranger's.
  private static final int MAX_PROBLEMS = 20;

  /// Report addresses past these are not kept; RFC 9990 §4 lets a receiver limit them.
  private static final int MAX_URIS = 20;

  private static final String VERSION = "DMARC1";

  /// What a TXT record turned out to be.
  public sealed interface Parsed {
    /// A DMARC record. `text` is as published.
    record Valid(DmarcRecord record, String text, List<TagProblem> problems) implements Parsed {
      public Valid {
        problems = List.copyOf(problems);
      }
    }

    /// Not a DMARC record; to be treated as if it were not there.
    record NotDmarc() implements Parsed {}
  }

  private final Set<String> seen = new HashSet<>();
  private final List<TagProblem> problems = new ArrayList<>();
  private PolicyTag p = new PolicyTag.Absent();
  private PolicyTag sp = new PolicyTag.Absent();
  private PolicyTag np = new PolicyTag.Absent();
  private AlignmentMode adkim = AlignmentMode.RELAXED;
  private AlignmentMode aspf = AlignmentMode.RELAXED;
  private PsdFlag psd = PsdFlag.UNSAID;
  private boolean testing;
  private List<FailureReporting> failureReporting = DEFAULT_FAILURE_REPORTING;
  private List<ReportUri> rua = List.of();
  private List<ReportUri> ruf = List.of();
  private int percent = DEFAULT_PERCENT;

  private DmarcRecordParser() {}

  public static Parsed parse(String text) {
    int end = versionEnd(text);
    if (end < 0) {
      return new Parsed.NotDmarc();
    }
    var parser = new DmarcRecordParser();
    parser.tags(text, end);
    return new Parsed.Valid(parser.record(), text, parser.problems);
  }

  /// Where the version tag ends, its ";" included; -1 when the text does not begin with `v=DMARC1`.
  private static int versionEnd(String text) {
    if (text.isEmpty() || Ascii.lower(text.charAt(0)) != 'v') {
      return -1;
    }
    int at = skipBlanks(text, 1);
    if (at == text.length() || text.charAt(at) != '=') {
      return -1;
    }
    at = skipBlanks(text, at + 1);
    if (!text.startsWith(VERSION, at)) { // case-sensitive
      return -1;
    }
    at = skipBlanks(text, at + VERSION.length());
    if (at == text.length()) {
      return at;
    }
    return text.charAt(at) == ';' ? at + 1 : -1;
  }

  private void tags(String text, int start) {
    int at = start;
    int position = 0;
    while (at < text.length()) {
      int end = text.indexOf(';', at);
      end = end < 0 ? text.length() : end;
      var tag = trimmed(text, at, end);
      if (!tag.isEmpty()) {
        tag(tag, position++);
      } else if (end < text.length()) {
        problem("", "empty tag", false);
      }
      at = end + 1;
    }
  }

  private void tag(String tag, int position) {
    int equals = tag.indexOf('=');
    if (equals < 0) {
      problem(tag, "no \"=\"", false);
      return;
    }
    var name = Ascii.lower(trimmed(tag, 0, equals));
    var value = trimmed(tag, equals + 1, tag.length());
    if (name.isEmpty() || !seen.add(name)) {
      problem(name, name.isEmpty() ? "tag without a name" : "given twice", false);
      return;
    }
    switch (name) {
      case "p" -> {
        if (position > 0) {
          problem(name, "not directly after v", true); // RFC 7489 §6.3; RFC 9989 does not mind
        }
        p = policy(name, value);
      }
      case "sp" -> sp = policy(name, value);
      case "np" -> np = policy(name, value);
      case "adkim" -> adkim = alignment(name, value);
      case "aspf" -> aspf = alignment(name, value);
      case "psd" -> psd = psd(value);
      case "t" -> testing = testing(value);
      case "fo" -> failureReporting = failureReporting(value);
      case "rua" -> rua = uris(name, value);
      case "ruf" -> ruf = uris(name, value);
      case "pct" -> percent = percent(value);
      case "rf" -> reportFormat(value);
      case "ri" -> reportInterval(value);
      default -> {} // RFC 9989 §4.7: unknown tags MUST be ignored
    }
  }

  private PolicyTag policy(String name, String value) {
    var tag = PolicyTag.of(value);
    if (tag instanceof PolicyTag.Invalid) {
      problem(name, "neither none, quarantine nor reject", false);
    }
    return tag;
  }

  private AlignmentMode alignment(String name, String value) {
    return switch (Ascii.lower(value)) {
      case "r" -> AlignmentMode.RELAXED;
      case "s" -> AlignmentMode.STRICT;
      default -> {
        problem(name, "neither r nor s", false);
        yield AlignmentMode.RELAXED;
      }
    };
  }

  private PsdFlag psd(String value) {
    return switch (Ascii.lower(value)) {
      case "y" -> PsdFlag.YES;
      case "n" -> PsdFlag.NO;
      case "u" -> PsdFlag.UNSAID;
      default -> {
        problem("psd", "neither y, n nor u", false);
        yield PsdFlag.UNSAID;
      }
    };
  }

  private boolean testing(String value) {
    var flag = Ascii.lower(value);
    if (!flag.equals("y") && !flag.equals("n")) {
      problem("t", "neither y nor n", false);
    }
    return flag.equals("y");
  }

  private List<FailureReporting> failureReporting(String value) {
    var options = new ArrayList<FailureReporting>();
    for (var word : split(value, ':')) {
      var option =
          switch (Ascii.lower(word)) {
            case "0" -> FailureReporting.ALL_FAIL;
            case "1" -> FailureReporting.ANY_FAILS;
            case "d" -> FailureReporting.DKIM_FAILS;
            case "s" -> FailureReporting.SPF_FAILS;
            default -> null;
          };
      if (option == null || options.contains(option)) {
        problem("fo", "neither 0, 1, d nor s, each once", false);
        return DEFAULT_FAILURE_REPORTING;
      }
      options.add(option);
    }
    return options;
  }

  private List<ReportUri> uris(String name, String value) {
    var uris = new ArrayList<ReportUri>();
    for (var word : split(value, ',')) {
      var uri = ReportUri.parse(word);
      if (uri.isPresent() && uris.size() < MAX_URIS) {
        uris.add(uri.get());
      } else {
        problem(name, uri.isPresent() ? "more than " + MAX_URIS : "not a URI", false);
      }
    }
    return uris;
  }

  private int percent(String value) {
    long number = value.length() > 3 ? -1 : number(value);
    if (number < 0 || number > DEFAULT_PERCENT) {
      problem("pct", "not a number from 0 to 100", true);
      return DEFAULT_PERCENT;
    }
    return (int) number;
  }

  /// RFC 7489 §6.3: colon-separated, `afrf` being the only format that was ever registered.
  private void reportFormat(String value) {
    if (split(value, ':').stream().noneMatch(word -> Ascii.lower(word).equals("afrf"))) {
      problem("rf", "no known format", true);
    }
  }

  /// RFC 7489 §6.3: an unsigned 32-bit integer.
  private void reportInterval(String value) {
    if (number(value) < 0 || number(value) > 0xFFFF_FFFFL) {
      problem("ri", "not a number of seconds", true);
    }
  }

  /// Up to ten digits; -1 for anything else.
  private static long number(String text) {
    long value = text.isEmpty() || text.length() > 10 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      value = Ascii.isDigit(text.charAt(i)) ? value * 10 + text.charAt(i) - '0' : -1;
    }
    return value;
  }

  private static List<String> split(String value, char separator) {
    var words = new ArrayList<String>();
    int at = 0;
    while (at <= value.length()) {
      int end = value.indexOf(separator, at);
      end = end < 0 ? value.length() : end;
      words.add(trimmed(value, at, end));
      at = end + 1;
    }
    return words;
  }

  private void problem(String tag, String detail, boolean historic) {
    if (problems.size() < MAX_PROBLEMS) {
      var shown = tag.length() > 40 ? tag.substring(0, 40) : tag;
      problems.add(new TagProblem(shown, detail, historic));
    }
  }

  private DmarcRecord record() {
    return new DmarcRecord(
        p, sp, np, adkim, aspf, psd, testing, failureReporting, rua, ruf, percent);
  }

  private static String trimmed(String text, int start, int end) {
    int from = Math.min(skipBlanks(text, start), end);
    int to = end;
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static int skipBlanks(String text, int start) {
    int at = start;
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// WSP (RFC 5234 appendix B.1).
  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
