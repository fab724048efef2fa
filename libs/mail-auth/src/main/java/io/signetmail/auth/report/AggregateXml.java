package io.signetmail.auth.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/// Reads one aggregate report (RFC 9990 Appendix A, RFC 7489 Appendix C). One thread, reusable.
///
/// By name, never by position: the schema itself leaves the order open in places, and reporters
/// leave it open everywhere. The namespace is read and not asked.
final class AggregateXml {
  private static final int MAX_WRAPPERS = 4;
  private static final int MAX_EARLY_RECORDS = 1_000;
  private static final int CLOCK_EVERY = 1 << 12;

  private final ReadBudget budget;
  private final ReportSink sink;
  private final FingerprintDigest digest;
  private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
  private final XmlCursor xml;
  private final RecordXml recordXml;

  private String namespace = "";
  private String version = "";
  private @Nullable ReportMetadata metadata;
  private @Nullable PolicyPublished policy;
  private @Nullable AggregateReport report;
  private final List<ReportRecord> early = new ArrayList<>();
  private long records;
  private long messages;
  private long rejected;

  AggregateXml(InputStream in, ReadBudget budget, ReportSink sink, Scratch scratch)
      throws XMLStreamException, IOException {
    this.budget = budget;
    this.sink = sink;
    this.digest = scratch.digest();
    var text = XmlProlog.strip(in, quirks);
    this.xml = new XmlCursor(text, budget.limits().maxFieldChars(), scratch.words(), quirks);
    this.recordXml = new RecordXml(xml, quirks);
  }

  ReportOutcome read(String part) {
    try {
      enterRoot();
      feedback();
      var complete = complete();
      readTail();
      var fingerprint = digest.finish(complete, records);
      return new ReportOutcome.Aggregate(
          part, complete, records, messages, rejected, fingerprint, quirks);
    } catch (XMLStreamException e) {
      return XmlFailures.refused(part, e, xml.position());
    } catch (ReportRefused e) {
      return new ReportOutcome.Refused(part, e.reason(), e.detail(), xml.position());
    } finally {
      digest.reset();
      close();
    }
  }

  private void close() {
    try {
      xml.close();
    } catch (XMLStreamException _) {
      // only gives buffers back
    }
  }

  /// Some reporters wrap the report in an `xs:schema` they never close.
  private void enterRoot() throws XMLStreamException, ReportRefused {
    for (int depth = 0; depth < MAX_WRAPPERS; depth++) {
      if (!xml.nextChild()) {
        break;
      }
      if (xml.name().equals("feedback")) {
        namespace = xml.namespace();
        return;
      }
      quirks.add(Quirk.WRAPPED_ROOT);
    }
    throw new ReportRefused(RefusalReason.NOT_A_REPORT, "no feedback element");
  }

  private void feedback() throws XMLStreamException, ReportRefused {
    while (xml.nextChild()) {
      switch (xml.name()) {
        case "record" -> record();
        case "version" -> version = xml.value();
        case "report_metadata" -> {
          var read = new MetadataXml(xml, quirks).metadata();
          metadata = metadata == null ? read : duplicate(metadata);
        }
        case "policy_published" -> {
          var read = new MetadataXml(xml, quirks).policy();
          policy = policy == null ? read : duplicate(policy);
        }
        case "extension", "extensions" -> xml.skip(); // RFC 9990 §3.1.1.15
        default -> {
          quirks.add(Quirk.UNKNOWN_ELEMENT);
          xml.skip();
        }
      }
    }
  }

  private <T> T duplicate(T first) {
    quirks.add(Quirk.DUPLICATE_ELEMENT);
    return first;
  }

  private void record() throws XMLStreamException, ReportRefused {
    long index = records + early.size() + rejected;
    if (index >= budget.limits().maxRecords()) {
      throw new ReportRefused(
          RefusalReason.TOO_MANY_RECORDS, "more than " + budget.limits().maxRecords() + " records");
    }
    if ((index & CLOCK_EVERY - 1) == CLOCK_EVERY - 1) {
      budget.checkTime();
    }
    var row = recordXml.read();
    if (row == null) {
      rejected++;
      quirks.add(Quirk.RECORD_REJECTED);
      sink.rejected(index, recordXml.problem());
    } else if (begun()) {
      take(row);
    } else {
      keepForLater(row);
    }
  }

  /// Tells the sink about the report as soon as both of its parts were read.
  private boolean begun() {
    if (report == null && metadata != null && policy != null) {
      report = new AggregateReport(namespace, version, metadata, policy);
      sink.begin(report);
      early.forEach(this::take);
      early.clear();
    }
    return report != null;
  }

  private void keepForLater(ReportRecord row) throws ReportRefused {
    quirks.add(Quirk.UNEXPECTED_ORDER);
    early.add(row);
    if (early.size() > MAX_EARLY_RECORDS) {
      throw new ReportRefused(
          RefusalReason.MISSING_ELEMENT,
          MAX_EARLY_RECORDS + " records before report_metadata and policy_published");
    }
  }

  private void take(ReportRecord row) {
    records++;
    messages += row.count();
    digest.add(row);
    sink.record(row);
  }

  private AggregateReport complete() throws ReportRefused {
    if (metadata == null) {
      throw new ReportRefused(RefusalReason.MISSING_ELEMENT, "no report_metadata");
    }
    if (policy == null) {
      throw new ReportRefused(RefusalReason.MISSING_ELEMENT, "no policy_published");
    }
    if (!begun() || report == null) {
      throw new IllegalStateException("metadata and policy are there");
    }
    if (records + rejected == 0) {
      quirks.add(Quirk.NO_RECORDS);
    }
    return report;
  }

  /// What follows the report cannot change it, but is not passed over in silence.
  private void readTail() {
    try {
      while (!xml.atEnd()) {
        if (xml.nextChild()) {
          quirks.add(Quirk.TRAILING_CONTENT);
          xml.skip();
        }
      }
    } catch (XMLStreamException | ReportRefused _) {
      quirks.add(Quirk.BROKEN_AFTER_END);
    }
  }
}
