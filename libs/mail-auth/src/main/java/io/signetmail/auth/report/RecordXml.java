package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportRecord.Dkim;
import io.signetmail.auth.report.ReportRecord.Identifiers;
import io.signetmail.auth.report.ReportRecord.PolicyEvaluated;
import io.signetmail.auth.report.ReportRecord.Reason;
import io.signetmail.auth.report.ReportRecord.Spf;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/// Reads one `record` at a time; the hot loop of a large report. One thread, reusable.
final class RecordXml {
  /// No reporter saw more in a day; larger numbers are mistakes or attacks on our sums.
  private static final long MAX_COUNT = 100_000_000_000L;

  private final XmlCursor xml;
  private final Set<Quirk> quirks;

  private @Nullable InetAddress source;
  private long count;
  private String headerFrom = "";
  private String envelopeFrom = "";
  private String envelopeTo = "";
  private Disposition disposition = Disposition.UNKNOWN;
  private AlignedResult dkimAligned = AlignedResult.UNKNOWN;
  private AlignedResult spfAligned = AlignedResult.UNKNOWN;
  private final List<Reason> reasons = new ArrayList<>();
  private final List<Dkim> dkim = new ArrayList<>();
  private final List<Spf> spf = new ArrayList<>();
  private String problem = "";

  RecordXml(XmlCursor xml, Set<Quirk> quirks) {
    this.xml = xml;
    this.quirks = quirks;
  }

  /// Null when the record cannot be counted; {@link #problem} says why.
  @Nullable ReportRecord read() throws XMLStreamException, ReportRefused {
    clear();
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "row" -> row();
        case "identifiers", "identities" -> identifiers();
        case "auth_results" -> authResults();
        default -> xml.skip(); // RFC 9990 Appendix A: any element may follow
      }
    }
    if (problem.isEmpty() && count < 0) {
      problem = "no count";
    }
    if (source == null || !problem.isEmpty()) {
      problem = problem.isEmpty() ? "no source_ip" : problem;
      return null;
    }
    return new ReportRecord(
        source,
        count,
        new PolicyEvaluated(disposition, dkimAligned, spfAligned, reasons),
        new Identifiers(headerFrom, envelopeFrom, envelopeTo),
        dkim,
        spf);
  }

  String problem() {
    return problem;
  }

  private void clear() {
    source = null;
    count = -1;
    headerFrom = "";
    envelopeFrom = "";
    envelopeTo = "";
    disposition = Disposition.UNKNOWN;
    dkimAligned = AlignedResult.UNKNOWN;
    spfAligned = AlignedResult.UNKNOWN;
    reasons.clear();
    dkim.clear();
    spf.clear();
    problem = "";
  }

  private void row() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "source_ip" -> sourceIp();
        case "count" -> count();
        case "policy_evaluated" -> policyEvaluated();
        default -> skipUnknown();
      }
    }
  }

  private void sourceIp() throws XMLStreamException, ReportRefused {
    xml.readValue();
    var address = SourceAddress.parse(xml.chars(), xml.start(), xml.end());
    if (address == null) {
      problem = "source_ip is no address";
    } else if (source != null && !source.equals(address)) {
      problem = "two different source_ip elements";
    }
    source = address;
  }

  private void count() throws XMLStreamException, ReportRefused {
    long number = xml.number();
    if (number < 0 || number > MAX_COUNT) {
      problem = "count is no number from 0 to " + MAX_COUNT;
    } else if (count >= 0 && count != number) {
      problem = "two different count elements";
    }
    count = Math.max(number, 0);
  }

  private void policyEvaluated() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "disposition" -> disposition = ReportWords.disposition(xml.value(), quirks);
        case "dkim" -> dkimAligned = ReportWords.aligned(xml.value(), quirks);
        case "spf" -> spfAligned = ReportWords.aligned(xml.value(), quirks);
        case "reason" -> reason();
        default -> skipUnknown();
      }
    }
    if (disposition == Disposition.UNKNOWN
        || dkimAligned == AlignedResult.UNKNOWN
        || spfAligned == AlignedResult.UNKNOWN) {
      quirks.add(Quirk.MISSING_ELEMENT);
    }
  }

  private void reason() throws XMLStreamException, ReportRefused {
    String type = "";
    String comment = "";
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "type" -> type = xml.value();
        case "comment" -> comment = xml.value();
        default -> skipUnknown();
      }
    }
    if (type.isEmpty() && comment.isEmpty()) {
      quirks.add(Quirk.EMPTY_REASON);
    } else if (hasRoom(reasons)) {
      reasons.add(new Reason(type.toLowerCase(Locale.ROOT), comment));
    }
  }

  private void identifiers() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "header_from" -> headerFrom = xml.domain();
        case "envelope_from" -> envelopeFrom = xml.domain();
        case "envelope_to" -> envelopeTo = xml.domain();
        default -> skipUnknown();
      }
    }
    if (headerFrom.isEmpty()) {
      quirks.add(Quirk.MISSING_ELEMENT);
    }
  }

  private void authResults() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "dkim" -> dkim();
        case "spf" -> spf();
        default -> skipUnknown();
      }
    }
  }

  private void dkim() throws XMLStreamException, ReportRefused {
    String domain = "";
    String selector = "";
    String human = "";
    var result = AuthResult.UNKNOWN;
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "domain" -> domain = xml.domain();
        case "selector" -> selector = xml.value();
        case "result" -> result = ReportWords.authResult(xml.value(), quirks);
        case "human_result" -> human = xml.value();
        default -> skipUnknown();
      }
    }
    if (hasRoom(dkim)) {
      dkim.add(new Dkim(domain, selector, result, human));
    }
  }

  private void spf() throws XMLStreamException, ReportRefused {
    String domain = "";
    String scope = "";
    String human = "";
    var result = AuthResult.UNKNOWN;
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "domain" -> domain = xml.domain();
        case "scope" -> scope = xml.value();
        case "result" -> result = ReportWords.authResult(xml.value(), quirks);
        case "human_result" -> human = xml.value();
        default -> skipUnknown();
      }
    }
    if (hasRoom(spf)) {
      spf.add(new Spf(domain, scope, result, human));
    }
  }

  private boolean hasRoom(List<?> results) {
    if (results.size() < ReportLimits.MAX_RESULTS_PER_RECORD) {
      return true;
    }
    quirks.add(Quirk.TOO_MANY_RESULTS);
    return false;
  }

  private void skipUnknown() throws XMLStreamException, ReportRefused {
    quirks.add(Quirk.UNKNOWN_ELEMENT);
    xml.skip();
  }
}
