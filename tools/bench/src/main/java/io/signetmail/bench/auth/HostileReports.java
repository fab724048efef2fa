package io.signetmail.bench.auth;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What arrives at a report address, made to cost.
final class HostileReports {
  private HostileReports() {}

  /// Ten million bytes that would unpack to 10 GiB.
  static InputStream tenGibibytes() {
    var member = gzip(out -> out.write(bytes("<!-- -->".repeat(10 << 17))));
    return times(member, 1_024);
  }

  /// As much as may be unpacked, packed no tighter than is allowed.
  static byte[] justAllowed() {
    var random = new Random(1);
    var noise = new byte[48];
    return gzip(out -> {
      for (int i = 0; i < 140_000; i++) {
        random.nextBytes(noise);
        out.write(bytes("<!--" + HexFormat.of().formatHex(noise)));
        out.write(bytes(" ".repeat(8_000) + "-->"));
      }
    });
  }

  static InputStream emptyMembers() {
    return times(gzip(_ -> {}), 1_000_000);
  }

  static byte[] manyEntries() {
    return packed(5_000, new byte[0]);
  }

  static byte[] skippedEntries() {
    return packed(90, new byte[64 << 20]);
  }

  static byte[] deepElements() {
    return bytes("<feedback>" + "<a>".repeat(5_000_000));
  }

  static byte[] entities() {
    return bytes(
        "<!DOCTYPE l [<!ENTITY a \"aaaa\">" + "<!ENTITY b \"&a;&a;&a;\">".repeat(100_000) + "]>");
  }

  static byte[] deepMultiparts() {
    var mail = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
    for (int i = 1; i < 100_000; i++) {
      mail.append(
          "--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n".formatted(i - 1, i));
    }
    return bytes(mail.toString());
  }

  private static byte[] packed(int entries, byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry(i + "/"));
        zip.write(content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /// Writes what is to be packed.
  private interface Content {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] gzip(Content content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      content.to(gzip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static InputStream times(byte[] piece, int count) {
    return new SequenceInputStream(
        Collections.enumeration(
            Collections.nCopies(count, piece).stream()
                .map(one -> (InputStream) new ByteArrayInputStream(one))
                .toList()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
