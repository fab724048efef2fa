package io.signetmail.auth.report;

import static io.signetmail.auth.report.ReportFiles.bytes;
import static io.signetmail.auth.report.ReportFiles.gzip;
import static io.signetmail.auth.report.ReportFiles.mail;
import static io.signetmail.auth.report.ReportFiles.record;
import static io.signetmail.auth.report.ReportFiles.refusal;
import static io.signetmail.auth.report.ReportFiles.xml;
import static io.signetmail.auth.report.ReportFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// RFC 9990 §9: what arrives here was sent by anyone.
class HostileReportTest {
  private static final String REPORT = xml(record("192.0.2.1", 3));
  private static final ReportLimits SMALL =
      ReportLimits.defaults().withMaxInflatedBytes(8 << 20).withMaxRatio(50);

  static Stream<Arguments> refused() {
    var lol = "<!DOCTYPE l [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
    var xxe = "<!DOCTYPE f [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    return Stream.of(
        row("no bytes", RefusalReason.EMPTY, new byte[0]),
        row("text", RefusalReason.NOT_A_REPORT, bytes("this is not a report at all")),
        row("text in gzip", RefusalReason.NOT_A_REPORT, gzip(bytes("this is no report"))),
        row("html", RefusalReason.NOT_A_REPORT, bytes("<html><body/></html>")),
        row("json of something else", RefusalReason.NOT_A_REPORT, bytes("{\"a\":[1,2]}")),
        row("billion laughs", RefusalReason.DOCTYPE, bytes(afterDeclaration(lol))),
        row("external entity", RefusalReason.DOCTYPE, bytes(afterDeclaration(xxe))),
        row("entity without DTD", RefusalReason.DOCTYPE, bytes(REPORT.replace("none", "&x;"))),
        row("element in xmlns", RefusalReason.NOT_WELL_FORMED, bytes("<feedback><xmlns:x/>")),
        row("NUL", RefusalReason.NOT_WELL_FORMED, bytes(REPORT.replace("none", "no\0ne"))),
        row("cut", RefusalReason.TRUNCATED, bytes(REPORT.substring(0, 400))),
        row("cut gzip", RefusalReason.TRUNCATED, cut(gzip(bytes(REPORT)), 200)),
        row("cut gzip header", RefusalReason.TRUNCATED, cut(gzip(bytes(REPORT)), 5)),
        row("no metadata", RefusalReason.MISSING_ELEMENT, bytes("<feedback/>")),
        row("no id", RefusalReason.MISSING_ELEMENT, bytes(REPORT.replace("r-1", ""))),
        row("time", RefusalReason.BAD_VALUE, bytes(REPORT.replace("1700000000", "yesterday"))),
        row(
            "after 2106",
            RefusalReason.BAD_VALUE,
            bytes(REPORT.replace("1700086399", "9700086399"))),
        row("backwards", RefusalReason.BAD_VALUE, bytes(REPORT.replace("1700086399", "1"))),
        row("mail without report", RefusalReason.NO_REPORT, bytes("Subject: hi\r\n\r\nhi\r\n")),
        row(
            "report that is not XML",
            RefusalReason.NOT_A_REPORT,
            mail("text/xml", "a.xml", bytes("hello"))),
        row("nested gzip", RefusalReason.TOO_NESTED, nested(20)),
        row("deep elements", RefusalReason.NOT_A_REPORT, bytes(deep())),
        row(
            "empty zip",
            RefusalReason.BAD_ARCHIVE,
            Arrays.copyOf(new byte[] {'P', 'K', 5, 6}, 22)));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void isRefusedWithAReason(RefusalReason reason, byte[] input) {
    assertThat(refusal(input)).isEqualTo(reason);
  }

  @Test
  void inflationStopsAtTheRatio() {
    var bomb = gzip(bytes(REPORT.replace("<version>", " ".repeat(6 << 20) + "<version>")));
    assertThat(refused(bomb, SMALL)).isEqualTo(RefusalReason.TOO_COMPRESSED);
  }

  @Test
  void inflationStopsAtTheSize() {
    var large = gzip(bytes(REPORT.replace("<version>", " ".repeat(9 << 20) + "<version>")));
    assertThat(refused(large, SMALL.withMaxRatio(10_000))).isEqualTo(RefusalReason.TOO_LONG_MARKUP);
    var many = gzip(bytes(REPORT.replace("<version>", "<!-- -->".repeat(2 << 20) + "<version>")));
    assertThat(refused(many, SMALL.withMaxRatio(10_000))).isEqualTo(RefusalReason.TOO_LARGE);
  }

  @Test
  void zipIsBoundedToo() {
    var bomb =
        zip("a.xml", bytes(REPORT.replace("<version>", "<!-- -->".repeat(1 << 20) + "<version>")));
    assertThat(refused(bomb, SMALL)).isEqualTo(RefusalReason.TOO_COMPRESSED);
  }

  /// A stream that would unpack to 10 GiB, at each of the two bounds.
  @Test
  void tenGibibytesInflatedAreRefused() {
    var member = gzip(bytes("<!-- -->".repeat(10 << 17)));
    for (var limits :
        List.of(ReportLimits.defaults().withMaxRatio(50), SMALL.withMaxRatio(10_000))) {
      var bomb = Stream.generate(() -> (InputStream) new ByteArrayInputStream(member)).limit(1_024);
      var input = new SequenceInputStream(Collections.enumeration(bomb.toList()));
      var outcome = new ReportReader(limits, ReportFiles.CLOCK).read(input, ReportSink.NONE);
      assertThat(((ReportOutcome.Refused) outcome.getFirst()).reason())
          .isEqualTo(
              limits.maxRatio() == 50 ? RefusalReason.TOO_COMPRESSED : RefusalReason.TOO_LARGE);
    }
  }

  /// The JDK's gzip stream calls itself for each empty member: here that was a StackOverflowError.
  @Test
  void aGzipOfEmptyMembersIsReadToItsEnd() {
    var empty = times(gzip(new byte[0]), 300_000);
    assertThat(refusal(empty)).isEqualTo(RefusalReason.EMPTY);
    var out = new ByteArrayOutputStream();
    out.writeBytes(empty);
    out.writeBytes(gzip(bytes(REPORT)));
    assertThat(ReportFiles.aggregate(out.toByteArray()).records()).isEqualTo(1);
  }

  static Stream<Arguments> brokenGzip() {
    var whole = gzip(bytes("x".repeat(2_000)));
    var wrongSum = whole.clone();
    wrongSum[whole.length - 6] ^= 1;
    var wrongSize = whole.clone();
    wrongSize[whole.length - 2] ^= 1;
    var unnamed = new byte[] {31, (byte) 139, 8, 8, 0, 0, 0, 0, 0, 0, 'a'};
    var method = new byte[] {31, (byte) 139, 7, 0, 0, 0, 0, 0, 0, 0};
    return Stream.of(
        Arguments.argumentSet("checksum", ZipException.class, wrongSum),
        Arguments.argumentSet("size", ZipException.class, wrongSize),
        Arguments.argumentSet("no trailer", EOFException.class, cut(whole, whole.length - 8)),
        Arguments.argumentSet("cut", EOFException.class, cut(whole, 15)),
        Arguments.argumentSet("name without end", EOFException.class, unnamed),
        Arguments.argumentSet("other method", ZipException.class, method));
  }

  @ParameterizedTest
  @MethodSource("brokenGzip")
  void brokenGzipIsNoticed(Class<? extends IOException> expected, byte[] input) {
    assertThatThrownBy(() -> new GzipMembers(new ByteArrayInputStream(input)).readAllBytes())
        .isInstanceOf(expected);
  }

  /// A checksum that comes after the whole report cannot change it, but is not passed over.
  @Test
  void aReportWithAWrongChecksumSaysSo() {
    var input = gzip(bytes(REPORT));
    input[input.length - 6] ^= 1;
    assertThat(ReportFiles.aggregate(input).quirks()).contains(Quirk.BROKEN_AFTER_END);
  }

  /// RFC 1952 §2.3: extra field, name, comment and header CRC are passed over; so is padding.
  @Test
  void gzipHeadersMayBeLong() {
    var whole = gzip(bytes(REPORT));
    var out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {31, (byte) 139, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
    out.writeBytes(new byte[] {2, 0, 'x', 'x', 'n', 0, 'c', 0, 1, 2});
    out.write(whole, 10, whole.length - 10);
    out.writeBytes(new byte[512]);
    assertThat(ReportFiles.aggregate(out.toByteArray()).records()).isEqualTo(1);
  }

  @Test
  void aZipOfThousandsOfEntriesIsRefused() {
    for (var name : List.of("%d.txt", "%d/")) {
      var input = zipOf(5_000, name, new byte[0]);
      assertThat(ReportFiles.read(input)).hasSizeLessThan(103);
      assertThat(((ReportOutcome.Refused) ReportFiles.read(input).getLast()).reason())
          .isEqualTo(RefusalReason.TOO_MANY_ENTRIES);
    }
  }

  /// What nobody reads inflates all the same, on the way to the next entry.
  @Test
  void skippedZipEntriesCostTheBudgetToo() {
    assertThat(refused(zipOf(3, "%d/", new byte[64 << 20]), SMALL))
        .isEqualTo(RefusalReason.TOO_COMPRESSED);
    assertThat(refused(zipOf(3, "%d.txt", new byte[64 << 20]), SMALL.withMaxRatio(10_000)))
        .isIn(RefusalReason.TOO_LARGE, RefusalReason.NOT_A_REPORT);
    assertThat(ReportFiles.read(zipOf(3, "%d.txt", new byte[64 << 20]), SMALL, ReportSink.NONE))
        .anyMatch(o -> o instanceof ReportOutcome.Refused r && !r.isBystander())
        .hasSizeLessThan(3);
  }

  private static byte[] times(byte[] piece, int count) {
    var out = new ByteArrayOutputStream(piece.length * count);
    for (int i = 0; i < count; i++) {
      out.writeBytes(piece);
    }
    return out.toByteArray();
  }

  private static byte[] zipOf(int count, String name, byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < count; i++) {
        zip.putNextEntry(new ZipEntry(name.formatted(i)));
        zip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void aHugeAttributeNeverReachesTheParser() {
    var input = REPORT.replace("<version>", "<version a=\"" + "x".repeat(20 << 20) + "\">");
    assertThat(refusal(bytes(input))).isEqualTo(RefusalReason.TOO_LONG_MARKUP);
  }

  @Test
  void aHugeElementNameNeverReachesTheParser() {
    assertThat(refusal(bytes("<feedback><" + "x".repeat(20 << 20))))
        .isEqualTo(RefusalReason.TOO_LONG_MARKUP);
  }

  @Test
  void aLongFieldIsCut() {
    var id = "x".repeat(100_000);
    var read = ReportFiles.aggregate(bytes(REPORT.replace("r-1", id)));
    assertThat(read.report().metadata().reportId()).hasSize(2_048);
    assertThat(read.quirks()).contains(Quirk.FIELD_CUT);
  }

  @Test
  void tooManyRecordsAreRefused() {
    var report = xml(record("192.0.2.1", 1), record("192.0.2.2", 1), record("192.0.2.3", 1));
    assertThat(refused(bytes(report), SMALL.withMaxRecords(2)))
        .isEqualTo(RefusalReason.TOO_MANY_RECORDS);
  }

  @Test
  void tooManyPartsAreRefused() {
    var part = "--b\r\nContent-Type: application/gzip\r\n\r\nx\r\n";
    var mail = "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(200) + "--b--\r\n";
    var outcomes = ReportFiles.read(bytes(mail));
    assertThat(outcomes).hasSizeLessThan(102);
    assertThat(((ReportOutcome.Refused) outcomes.getLast()).reason())
        .isEqualTo(RefusalReason.TOO_MANY_ENTRIES);
  }

  @Test
  void deepMultipartsAreRefused() {
    var mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for (int i = 1; i < 2_000; i++) {
      mail.append(
          "--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n".formatted(i - 1, i));
    }
    assertThat(refusal(bytes(mail.toString()))).isEqualTo(RefusalReason.TOO_NESTED);
  }

  @Test
  void aMailWithAHundredThousandFieldsIsRefused() {
    assertThat(refusal(bytes("X: y\r\n".repeat(100_000)))).isEqualTo(RefusalReason.BAD_MAIL);
  }

  @Test
  void slowInputIsGivenUp() {
    var ticks = new AtomicLong();
    InstantSource clock = () -> Instant.ofEpochSecond(ticks.incrementAndGet());
    var limits = ReportLimits.defaults().withMaxTime(Duration.ofSeconds(5));
    var report =
        gzip(
            bytes(xml(Collections.nCopies(20_000, record("192.0.2.1", 1)).toArray(String[]::new))));
    var outcome =
        new ReportReader(limits.withMaxRatio(10_000), clock).read(report, ReportSink.NONE);
    assertThat(((ReportOutcome.Refused) outcome.getFirst()).reason())
        .isEqualTo(RefusalReason.TOO_SLOW);
  }

  /// Two million records of about 700 bytes would be 1.4 GB as text and more as objects.
  @Test
  void memoryStaysFlatOverManyRecords() {
    var head = bytes(REPORT.replace("</feedback>\n", ""));
    var chunk = bytes(record("192.0.2.7", 1).repeat(1_000));
    var parts = Stream.generate(() -> (InputStream) new ByteArrayInputStream(chunk)).limit(500);
    var all =
        Stream.of(
            Stream.of(new ByteArrayInputStream(head)),
            parts,
            Stream.of(new ByteArrayInputStream(bytes("</feedback>"))));
    var input =
        new SequenceInputStream(Collections.enumeration(all.<InputStream>flatMap(s -> s).toList()));
    var outcome =
        new ReportReader(ReportLimits.defaults(), ReportFiles.CLOCK).read(input, ReportSink.NONE);
    assertThat(((ReportOutcome.Aggregate) outcome.getFirst()).messages()).isEqualTo(500_003);
  }

  private static Arguments row(String name, RefusalReason reason, byte[] input) {
    return Arguments.argumentSet(name, reason, input);
  }

  private static RefusalReason refused(byte[] input, ReportLimits limits) {
    List<ReportOutcome> outcomes = ReportFiles.read(input, limits, ReportSink.NONE);
    return ((ReportOutcome.Refused) outcomes.getFirst()).reason();
  }

  private static String afterDeclaration(String doctype) {
    return REPORT.replace("?>\n", "?>\n" + doctype + "\n");
  }

  private static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] nested(int times) {
    var bytes = bytes(REPORT);
    for (int i = 0; i < times; i++) {
      bytes = gzip(bytes);
    }
    return bytes;
  }

  private static String deep() {
    return REPORT.replace("<version>", "<a>".repeat(1_000) + "</a>".repeat(1_000) + "<version>");
  }
}
