package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.DmarcMode;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.DmarcRecordParser;
import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dmarc.PsdFlag;

/// `dmarc/records.json`: the syntax of a record (RFC 9989 §4.7).
///
/// `valid` is the judgement of linters too: a record they refuse is, for us, no record, no usable
/// policy, or one with a problem we name; one they accept is usable.
final class DmarcRecords {
  static final CorpusReader READER =
      CorpusReader.json("dmarc/records.json", _ -> DmarcRecords::check);

  private DmarcRecords() {}

  private static void check(JsonNode one, Findings findings) {
    boolean rfc7489 = one.path("spec").asText().startsWith("rfc7489");
    var mode = rfc7489 ? DmarcMode.RFC7489 : DmarcMode.RFC9989;
    var parsed = DmarcRecordParser.parse(one.path("record").asText());
    if (one.path("valid").isBoolean()) {
      var valid = one.path("valid").asBoolean();
      var ours = valid ? usable(parsed, mode) : faultless(parsed, mode);
      findings.holds("valid is " + valid, ours == valid, parsed);
    }
    if (one.has("value_valid")) {
      var tag = one.path("tag").asText();
      boolean valid =
          parsed instanceof Parsed.Valid(_, _, var problems)
              && problems.stream().noneMatch(problem -> problem.tag().equals(tag));
      var expected = one.path("value_valid").asBoolean();
      findings.holds("the value of " + tag + " is valid: " + expected, valid == expected, parsed);
    }
    if (one.has("tags")) {
      if (parsed instanceof Parsed.Valid(var record, _, _)) {
        DmarcTags.compare(one.path("tags"), record, findings);
      } else {
        findings.equal("record", "read", parsed);
      }
    }
  }

  private static boolean usable(Parsed parsed, DmarcMode mode) {
    return parsed instanceof Parsed.Valid(var record, _, _)
        && (record.use(mode) != DmarcRecord.Use.NOTHING || record.psd() == PsdFlag.YES);
  }

  private static boolean faultless(Parsed parsed, DmarcMode mode) {
    return usable(parsed, mode)
        && parsed instanceof Parsed.Valid(_, _, var problems)
        && problems.stream().allMatch(problem -> problem.historic() && mode == DmarcMode.RFC9989);
  }
}
