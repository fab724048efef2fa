package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.PolicyTag;
import io.signetmail.auth.dmarc.ReportUri;

/// Compares the tags of a DMARC record with those a case states.
final class DmarcTags {
  private DmarcTags() {}

  static void compare(JsonNode tags, DmarcRecord record, Findings findings) {
    for (var tag : tags.properties()) {
      var value = tag.getValue();
      var what = tag.getKey() + "=";
      switch (tag.getKey()) {
        case "p" -> findings.equal(what, value.asText(), keyword(record.p()));
        case "sp" -> findings.equal(what, value.asText(), keyword(record.sp()));
        case "np" -> findings.equal(what, value.asText(), keyword(record.np()));
        case "adkim" -> findings.equal(what, value.asText(), record.adkim().keyword());
        case "aspf" -> findings.equal(what, value.asText(), record.aspf().keyword());
        case "pct" -> findings.equal(what, value.asInt(), record.percent());
        case "fo" ->
            findings.equal(
                what,
                Words.texts(value),
                record.failureReporting().stream().map(option -> option.keyword()).toList());
        case "rua" ->
            findings.equal(
                what, Words.texts(value), record.rua().stream().map(ReportUri::uri).toList());
        case "ruf" ->
            findings.equal(
                what, Words.texts(value), record.ruf().stream().map(ReportUri::uri).toList());
        case "psd" -> findings.equal(what, value.asText(), record.psd().keyword());
        case "t" -> findings.equal(what, value.asText(), record.testing() ? "y" : "n");
        case "v" -> findings.equal(what, value.asText(), "DMARC1"); // it would not be a record else
        case "ri", "rf" -> {} // historic, not kept
        default -> throw new IllegalArgumentException("tag " + tag.getKey());
      }
    }
  }

  private static String keyword(PolicyTag tag) {
    return tag instanceof PolicyTag.Valid(var policy) ? policy.keyword() : tag.toString();
  }
}
