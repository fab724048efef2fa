package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportOutcome.Refused;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLStreamException;

/// Takes wrappings off one input until reports are left. One input, one thread.
final class Unwrapper {
  private static final int BUFFER = 8 * 1024;
  private static final int MAX_NAME = 200;

  private final ReadBudget budget;
  private final ReportSink sink;
  private final Scratch scratch;
  private final List<ReportOutcome> outcomes;
  private int entries;

  Unwrapper(ReadBudget budget, ReportSink sink, Scratch scratch, List<ReportOutcome> outcomes) {
    this.budget = budget;
    this.sink = sink;
    this.scratch = scratch;
    this.outcomes = outcomes;
  }

  ReadBudget budget() {
    return budget;
  }

  void add(ReportOutcome outcome) {
    outcomes.add(outcome);
    sink.end(outcome);
  }

  /// @param in supports `mark`
  void unwrap(InputStream in, String part, int depth) throws IOException {
    if (depth > budget.limits().maxNesting()) {
      throw new ReportRefused(
          RefusalReason.TOO_NESTED, "more than " + budget.limits().maxNesting() + " wrappings");
    }
    switch (Wrapping.peek(in)) {
      case GZIP -> gzip(in, part, depth);
      case ZLIB -> zlib(in, part, depth);
      case ZIP -> zip(in, part, depth);
      case XML -> aggregate(in, part);
      case JSON -> add(TlsJson.read(in, part, budget));
      case MAIL -> new MailParts(this, depth).read(in, part);
      case EMPTY -> add(new Refused(part, RefusalReason.EMPTY, "no bytes", ""));
      case UNKNOWN ->
          add(
              new Refused(
                  part, RefusalReason.NOT_A_REPORT, "not xml, json, mail, gzip, zip or zlib", ""));
    }
  }

  /// As {@link #unwrap}, but a refusal ends only this part: the mail's other parts go on. Refusals
  /// that come from the budget of the whole input do not.
  void unwrapPart(InputStream in, String part, int depth) throws IOException {
    countEntry();
    try {
      unwrap(new BufferedInputStream(in, BUFFER), part, depth);
    } catch (ReportRefused e) {
      add(new Refused(part, e.reason(), e.detail(), ""));
      budget.checkTime();
    }
  }

  void countEntry() throws ReportRefused {
    if (++entries > budget.limits().maxEntries()) {
      throw new ReportRefused(
          RefusalReason.TOO_MANY_ENTRIES, "more than " + budget.limits().maxEntries() + " parts");
    }
  }

  private void aggregate(InputStream in, String part) throws IOException {
    try {
      add(new AggregateXml(in, budget, sink, scratch).read(part));
    } catch (XMLStreamException e) {
      add(XmlFailures.refused(part, e, ""));
    }
  }

  private void gzip(InputStream in, String part, int depth) throws IOException {
    var counted = new CountedStream(in);
    try (var gzip = new GzipMembers(counted)) {
      inflated(gzip, counted, part, depth);
    } catch (EOFException _) {
      throw new ReportRefused(RefusalReason.TRUNCATED, "gzip header ends early");
    } catch (ZipException e) {
      throw new ReportRefused(RefusalReason.BAD_ARCHIVE, String.valueOf(e.getMessage()));
    }
  }

  private void zlib(InputStream in, String part, int depth) throws IOException {
    var counted = new CountedStream(in);
    var inflater = new Inflater();
    try (var zlib = new InflaterInputStream(counted, inflater, BUFFER)) {
      inflated(zlib, counted, part, depth);
    } finally {
      inflater.end();
    }
  }

  private void inflated(InputStream inflater, CountedStream counted, String part, int depth)
      throws IOException {
    var bounded = new InflatedStream(inflater, counted, budget);
    unwrap(new BufferedInputStream(bounded, BUFFER), part, depth + 1);
  }

  private void zip(InputStream in, String part, int depth) throws IOException {
    var counted = new CountedStream(in);
    int found = 0;
    // Latin-1 reads any name; a name is only shown, never used as a path.
    try (var zip = new ZipInputStream(counted, StandardCharsets.ISO_8859_1)) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        var content = new InflatedStream(zip, counted, budget);
        if (entry.isDirectory()) {
          countEntry();
        } else {
          found++;
          var name = part.isEmpty() ? entry.getName() : part + "/" + entry.getName();
          unwrapPart(content, shown(name), depth + 1);
        }
        // The next entry lies behind the rest of this one, which inflates whether it is read or
        // not.
        content.transferTo(OutputStream.nullOutputStream());
      }
    } catch (EOFException _) {
      throw new ReportRefused(RefusalReason.TRUNCATED, "zip ends early");
    } catch (ZipException | IllegalArgumentException e) {
      throw new ReportRefused(RefusalReason.BAD_ARCHIVE, String.valueOf(e.getMessage()));
    }
    if (found == 0) {
      throw new ReportRefused(RefusalReason.BAD_ARCHIVE, "no file in the zip");
    }
  }

  static String shown(String name) {
    var visible = name.replaceAll("[\\p{Cntrl}]", "?");
    return visible.length() > MAX_NAME ? visible.substring(0, MAX_NAME) : visible;
  }
}
