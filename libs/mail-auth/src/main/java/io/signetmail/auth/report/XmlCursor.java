package io.signetmail.auth.report;

import com.fasterxml.aalto.UncheckedStreamException;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Walks elements and their values. No DTD, no entities, bounded depth and values; one thread.
final class XmlCursor implements AutoCloseable {
  private static final InputFactoryImpl FACTORY = factory();

  private final XMLStreamReader xml;
  private final int maxChars;
  private final Set<Quirk> quirks;
  private char[] chars = new char[256];
  private int start;
  private int end;
  private final Words words;

  XmlCursor(InputStream utf8, int maxChars, Words words, Set<Quirk> quirks)
      throws XMLStreamException {
    this.xml = FACTORY.createXMLStreamReader(utf8, "UTF-8");
    this.maxChars = maxChars;
    this.words = words;
    this.quirks = quirks;
  }

  private static InputFactoryImpl factory() {
    var factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    return factory;
  }

  /// Moves to the next element inside the current one; false at the current one's end.
  boolean nextChild() throws XMLStreamException, ReportRefused {
    while (true) {
      int event = next();
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT, XMLStreamConstants.END_DOCUMENT -> {
          return false;
        }
        case XMLStreamConstants.DTD ->
            throw new ReportRefused(RefusalReason.DOCTYPE, "a report has no DOCTYPE");
        case XMLStreamConstants.ENTITY_REFERENCE ->
            throw new ReportRefused(RefusalReason.DOCTYPE, "a report has no entities");
        default -> {
          // text between elements, comments, processing instructions
        }
      }
    }
  }

  /// The parser throws more than its interface says, an element `xmlns:a` for one; there is no
  /// report in such a text either.
  private int next() throws XMLStreamException {
    try {
      return xml.next();
    } catch (UncheckedStreamException e) {
      throw checked(e);
    } catch (RuntimeException e) {
      throw new XMLStreamException(String.valueOf(e.getMessage()), e);
    }
  }

  private static XMLStreamException checked(UncheckedStreamException e) {
    return e.getCause() instanceof XMLStreamException cause ? cause : new XMLStreamException(e);
  }

  boolean atEnd() throws XMLStreamException {
    return !xml.hasNext();
  }

  String name() {
    return xml.getLocalName();
  }

  String namespace() {
    var uri = xml.getNamespaceURI();
    return uri == null ? "" : uri;
  }

  String position() {
    var location = xml.getLocation();
    return "line " + location.getLineNumber() + ", column " + location.getColumnNumber();
  }

  /// Leaves the current element with everything inside it.
  void skip() throws XMLStreamException, ReportRefused {
    int depth = 1;
    while (depth > 0) {
      depth += nextChild() ? 1 : -1;
      if (depth > ReportLimits.MAX_DEPTH) {
        throw new ReportRefused(RefusalReason.NOT_A_REPORT, "elements nested too deep");
      }
    }
  }

  /// The current element's value, trimmed; its end is consumed.
  String value() throws XMLStreamException, ReportRefused {
    readValue();
    return words.of(chars, start, end - start);
  }

  /// The value, cut at the limit for fields and in lower case without a final dot.
  String domain() throws XMLStreamException, ReportRefused {
    readValue();
    if (end > start && chars[end - 1] == '.') {
      end--;
    }
    for (int i = start; i < end; i++) {
      char c = chars[i];
      if (c >= 'A' && c <= 'Z') {
        chars[i] = (char) (c | 0x20);
      }
    }
    return words.of(chars, start, end - start);
  }

  /// The value as digits, or -1 where it is anything else or has more than 18 of them.
  long number() throws XMLStreamException, ReportRefused {
    readValue();
    if (start == end || end - start > 18) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < end; i++) {
      int digit = chars[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  void readValue() throws XMLStreamException, ReportRefused {
    start = 0;
    end = 0;
    while (true) {
      switch (next()) {
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            append();
        case XMLStreamConstants.END_ELEMENT -> {
          trim();
          return;
        }
        case XMLStreamConstants.START_ELEMENT -> {
          quirks.add(Quirk.ELEMENT_INSIDE_VALUE);
          skip();
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new ReportRefused(RefusalReason.DOCTYPE, "a report has no entities");
        default -> {
          // comments, processing instructions
        }
      }
    }
  }

  /// The characters of the last value read.
  char[] chars() {
    return chars;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  private void append() throws XMLStreamException {
    int length = textLength();
    int room = maxChars - end;
    if (length > room) {
      quirks.add(Quirk.FIELD_CUT);
      length = room;
    }
    if (end + length > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, end + length));
    }
    System.arraycopy(xml.getTextCharacters(), xml.getTextStart(), chars, end, length);
    end += length;
  }

  /// The parser reads text when it is asked for, where its interface has no checked exception.
  private int textLength() throws XMLStreamException {
    try {
      return xml.getTextLength();
    } catch (UncheckedStreamException e) {
      throw checked(e);
    }
  }

  private void trim() {
    while (start < end && chars[start] <= ' ') {
      start++;
    }
    while (end > start && chars[end - 1] <= ' ') {
      end--;
    }
  }

  /// Gives the parser's buffers back; they are reused by the next report.
  @Override
  public void close() throws XMLStreamException {
    xml.close();
  }
}
