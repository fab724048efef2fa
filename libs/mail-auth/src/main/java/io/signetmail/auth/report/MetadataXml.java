package io.signetmail.auth.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/// Reads `report_metadata` and `policy_published`.
final class MetadataXml {
  private static final int MAX_ERRORS = 20;

  /// 2106-02-07, where unsigned 32-bit seconds end. Later is a mistake in units, mostly.
  private static final long LAST_SECOND = 0xffff_ffffL;

  private final XmlCursor xml;
  private final Set<Quirk> quirks;
  private final Set<String> seen = new HashSet<>();
  private String begin = "";
  private String end = "";

  MetadataXml(XmlCursor xml, Set<Quirk> quirks) {
    this.xml = xml;
    this.quirks = quirks;
  }

  ReportMetadata metadata() throws XMLStreamException, ReportRefused {
    String orgName = "";
    String email = "";
    String contact = "";
    String reportId = "";
    String generator = "";
    List<String> errors = new ArrayList<>();
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "org_name" -> orgName = first("org_name", orgName);
        case "email" -> email = first("email", email);
        case "extra_contact_info" -> contact = first("extra_contact_info", contact);
        case "report_id" -> reportId = first("report_id", reportId);
        case "generator" -> generator = first("generator", generator);
        case "date_range" -> dateRange();
        case "error" -> error(errors);
        default -> skipUnknown();
      }
    }
    if (orgName.isEmpty()) {
      quirks.add(Quirk.EMPTY_ORG_NAME);
    }
    if (reportId.isEmpty()) {
      throw new ReportRefused(RefusalReason.MISSING_ELEMENT, "no report_id");
    }
    var from = instant("begin", begin);
    var to = instant("end", end);
    if (to.isBefore(from)) {
      throw new ReportRefused(RefusalReason.BAD_VALUE, "date_range ends before it begins");
    }
    return new ReportMetadata(orgName, email, contact, reportId, from, to, errors, generator);
  }

  PolicyPublished policy() throws XMLStreamException, ReportRefused {
    String domain = "";
    String p = "";
    String sp = "";
    String np = "";
    String adkim = "";
    String aspf = "";
    String fo = "";
    String pct = "";
    String testing = "";
    String discovery = "";
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "domain" -> domain = seen.add("domain") ? xml.domain() : again(domain);
        case "p" -> p = first("p", p);
        case "sp" -> sp = first("sp", sp);
        case "np" -> np = first("np", np);
        case "adkim" -> adkim = first("adkim", adkim);
        case "aspf" -> aspf = first("aspf", aspf);
        case "fo" -> fo = first("fo", fo);
        case "pct" -> pct = first("pct", pct);
        case "testing" -> testing = first("testing", testing);
        case "discovery_method" -> discovery = first("discovery_method", discovery);
        default -> skipUnknown();
      }
    }
    if (domain.isEmpty()) {
      throw new ReportRefused(RefusalReason.MISSING_ELEMENT, "no domain in policy_published");
    }
    return new PolicyPublished(
        domain,
        ReportWords.disposition(p, quirks),
        ReportWords.disposition(sp, quirks),
        ReportWords.disposition(np, quirks),
        adkim,
        aspf,
        fo,
        pct,
        testing,
        discovery);
  }

  private void dateRange() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "begin" -> begin = first("begin", begin);
        case "end" -> end = first("end", end);
        default -> skipUnknown();
      }
    }
  }

  /// RFC 7489 allowed several.
  private void error(List<String> errors) throws XMLStreamException, ReportRefused {
    var error = xml.value();
    if (errors.size() < MAX_ERRORS && !error.isEmpty()) {
      errors.add(error);
    }
  }

  private String first(String element, String value) throws XMLStreamException, ReportRefused {
    return seen.add(element) ? xml.value() : again(value);
  }

  private String again(String first) throws XMLStreamException, ReportRefused {
    quirks.add(Quirk.DUPLICATE_ELEMENT);
    xml.skip();
    return first;
  }

  private void skipUnknown() throws XMLStreamException, ReportRefused {
    quirks.add(Quirk.UNKNOWN_ELEMENT);
    xml.skip();
  }

  /// Seconds since 1970, which some reporters write as a decimal fraction.
  private Instant instant(String element, String text) throws ReportRefused {
    int dot = text.indexOf('.');
    var whole = dot < 0 ? text : text.substring(0, dot);
    if (dot >= 0) {
      quirks.add(Quirk.FRACTIONAL_TIME);
    }
    if (whole.isEmpty()
        || whole.length() > 10
        || !whole.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new ReportRefused(RefusalReason.BAD_VALUE, element + " of date_range is no time");
    }
    long seconds = Long.parseLong(whole);
    if (seconds > LAST_SECOND) {
      throw new ReportRefused(RefusalReason.BAD_VALUE, element + " of date_range is after 2106");
    }
    return Instant.ofEpochSecond(seconds);
  }
}
