package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportOutcome.Refused;
import javax.xml.stream.XMLStreamException;

/// Makes a parser's exception a refusal, without the parser's habit of quoting the input.
final class XmlFailures {
  private static final int MAX_DETAIL = 160;

  private XmlFailures() {}

  static Refused refused(String part, XMLStreamException e, String position) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ReportRefused refused) {
        return new Refused(part, refused.reason(), refused.detail(), position);
      }
      if (cause instanceof XMLStreamException nested
          && nested.getNestedException() instanceof ReportRefused refused) {
        return new Refused(part, refused.reason(), refused.detail(), position);
      }
    }
    var message = String.valueOf(e.getMessage());
    boolean truncated = message.contains("nexpected End-of-input");
    return new Refused(
        part,
        truncated ? RefusalReason.TRUNCATED : RefusalReason.NOT_WELL_FORMED,
        firstLine(message),
        position);
  }

  private static String firstLine(String message) {
    int line = message.indexOf('\n');
    var first = line < 0 ? message : message.substring(0, line);
    var visible = first.replaceAll("\\p{Cntrl}", "?");
    return visible.length() > MAX_DETAIL ? visible.substring(0, MAX_DETAIL) : visible;
  }
}
