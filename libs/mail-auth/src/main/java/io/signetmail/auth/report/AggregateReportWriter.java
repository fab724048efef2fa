package io.signetmail.auth.report;

import com.fasterxml.aalto.stax.OutputFactoryImpl;
import java.io.OutputStream;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes an aggregate report as RFC 9990 Appendix A orders it, record by record.
///
/// ```java
/// try (var writer = new AggregateReportWriter(out)) {
///   writer.begin(report);
///   rows.forEach(writer::record);
///   writer.end();
/// }
/// ```
///
/// Values are escaped, and characters XML 1.0 does not have become `?`. One thread. The stream is
/// not closed.
public final class AggregateReportWriter implements AutoCloseable {
  /// RFC 9990 Appendix A.
  public static final String NAMESPACE = "urn:ietf:params:xml:ns:dmarc-2.0";

  private static final OutputFactoryImpl FACTORY = new OutputFactoryImpl();

  private final XMLStreamWriter xml;

  public AggregateReportWriter(OutputStream out) {
    try {
      this.xml = FACTORY.createXMLStreamWriter(out, "UTF-8");
    } catch (XMLStreamException e) {
      throw new NotWritten(e);
    }
  }

  public void begin(AggregateReport report) {
    run(() -> {
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("feedback");
      xml.writeDefaultNamespace(NAMESPACE);
      leaf("version", "1.0"); // RFC 9990 §3.1.1.1: stays 1.0
      metadata(report.metadata());
      policy(report.policy());
    });
  }

  public void record(ReportRecord row) {
    run(() -> {
      xml.writeStartElement("record");
      row(row);
      identifiers(row.identifiers());
      xml.writeStartElement("auth_results");
      for (var dkim : row.dkim()) {
        dkim(dkim);
      }
      if (!row.spf().isEmpty()) {
        spf(row.spf().getFirst()); // RFC 9990 Appendix A: one at most
      }
      xml.writeEndElement();
      xml.writeEndElement();
    });
  }

  public void end() {
    run(() -> {
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    });
  }

  @Override
  public void close() {
    run(xml::close);
  }

  private void metadata(ReportMetadata metadata) throws XMLStreamException {
    xml.writeStartElement("report_metadata");
    leaf("org_name", metadata.orgName());
    leaf("email", metadata.email());
    optional("extra_contact_info", metadata.extraContact());
    leaf("report_id", metadata.reportId());
    xml.writeStartElement("date_range");
    leaf("begin", Long.toString(metadata.begin().getEpochSecond()));
    leaf("end", Long.toString(metadata.end().getEpochSecond()));
    xml.writeEndElement();
    optional("error", String.join("; ", metadata.errors())); // one at most
    optional("generator", metadata.generator());
    xml.writeEndElement();
  }

  private void policy(PolicyPublished policy) throws XMLStreamException {
    xml.writeStartElement("policy_published");
    leaf("domain", policy.domain());
    leaf("p", policy.p() == Disposition.UNKNOWN ? "none" : word(policy.p()));
    known("sp", policy.sp());
    known("np", policy.np());
    optional("adkim", policy.adkim());
    optional("aspf", policy.aspf());
    optional("discovery_method", policy.discoveryMethod());
    optional("fo", policy.fo());
    optional("testing", policy.testing());
    xml.writeEndElement();
  }

  private void row(ReportRecord row) throws XMLStreamException {
    var evaluated = row.evaluated();
    xml.writeStartElement("row");
    leaf("source_ip", row.sourceIp().getHostAddress());
    leaf("count", Long.toString(row.count()));
    xml.writeStartElement("policy_evaluated");
    leaf(
        "disposition",
        evaluated.disposition() == Disposition.UNKNOWN ? "none" : word(evaluated.disposition()));
    leaf("dkim", aligned(evaluated.dkim()));
    leaf("spf", aligned(evaluated.spf()));
    for (var reason : evaluated.reasons()) {
      xml.writeStartElement("reason");
      leaf("type", reason.type());
      optional("comment", reason.comment());
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void identifiers(ReportRecord.Identifiers identifiers) throws XMLStreamException {
    xml.writeStartElement("identifiers");
    leaf("header_from", identifiers.headerFrom());
    optional("envelope_from", identifiers.envelopeFrom());
    optional("envelope_to", identifiers.envelopeTo());
    xml.writeEndElement();
  }

  private void dkim(ReportRecord.Dkim dkim) throws XMLStreamException {
    xml.writeStartElement("dkim");
    leaf("domain", dkim.domain());
    leaf("selector", dkim.selector());
    leaf("result", result(dkim.result()));
    optional("human_result", dkim.humanResult());
    xml.writeEndElement();
  }

  private void spf(ReportRecord.Spf spf) throws XMLStreamException {
    xml.writeStartElement("spf");
    leaf("domain", spf.domain());
    optional("scope", spf.scope());
    leaf("result", result(spf.result()));
    optional("human_result", spf.humanResult());
    xml.writeEndElement();
  }

  private void known(String name, Disposition value) throws XMLStreamException {
    if (value != Disposition.UNKNOWN) {
      leaf(name, word(value));
    }
  }

  private void optional(String name, String value) throws XMLStreamException {
    if (!value.isEmpty()) {
      leaf(name, value);
    }
  }

  private void leaf(String name, String value) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(writable(value));
    xml.writeEndElement();
  }

  /// XML 1.0 §2.2: no control characters, no lone surrogates, no U+FFFE or U+FFFF.
  private static String writable(String value) {
    boolean fine = value.codePoints().allMatch(AggregateReportWriter::isChar);
    if (fine) {
      return value;
    }
    var clean = new StringBuilder(value.length());
    value.codePoints().forEach(c -> clean.appendCodePoint(isChar(c) ? c : '?'));
    return clean.toString();
  }

  private static boolean isChar(int c) {
    boolean space = c == '\t' || c == '\n' || c == '\r';
    boolean surrogate = c >= 0xd800 && c <= 0xdfff;
    return (c >= ' ' || space) && !surrogate && c != 0xfffe && c != 0xffff;
  }

  private static String aligned(AlignedResult result) {
    return result == AlignedResult.PASS ? "pass" : "fail";
  }

  private static String result(AuthResult result) {
    return result == AuthResult.UNKNOWN ? "none" : word(result);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (XMLStreamException e) {
      throw new NotWritten(e);
    }
  }

  private interface Step {
    void run() throws XMLStreamException;
  }

  /// The stream below failed, or the calls came in an order that is no report.
  public static final class NotWritten extends RuntimeException {
    NotWritten(XMLStreamException cause) {
      super("report not written: " + cause.getMessage(), cause);
    }
  }
}
