package io.signetmail.auth.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// ZIP, GZIP and zlib: the bytes as they are, and as orders of what to wrap in what.
public final class UnpackFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "PK\3\4", "PK\1\2", "PK\5\6", "PK\7\10", "\37\213\10\0", "x\234", "\0", "\0\0\0\0");

  private static final byte[] REPORT =
      Fixtures.latin1(
          "<feedback><report_metadata><org_name>o</org_name><report_id>r</report_id><date_range>"
              + "<begin>1</begin><end>2</end></date_range></report_metadata><policy_published>"
              + "<domain>a.example</domain><p>none</p></policy_published></feedback>");

  private UnpackFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Reports.check(input);
    Reports.check(wrapped(input));
  }

  /// The first bytes say what is wrapped, how, and which byte of it is broken afterwards.
  private static byte[] wrapped(byte[] orders) {
    var content = REPORT;
    var broken = 0;
    for (var order : orders) {
      content =
          switch (order & 7) {
            case 0 -> gzip(content);
            case 1 -> zlib(content);
            case 2 -> zip(content, (order & 0xff) >> 3);
            case 3 -> Fixtures.joined(content, content);
            case 4 -> Fixtures.joined(content, new byte[(order & 0xff) * 16]);
            case 5 -> flipped(content, broken++ * 37 + (order & 0xff));
            case 6 -> content.length < 2 ? content : Arrays.copyOf(content, content.length / 2);
            default -> Fixtures.joined(gzip(new byte[0]), content);
          };
      if (content.length > 64 * 1024) {
        break;
      }
    }
    return content;
  }

  private static byte[] flipped(byte[] content, int at) {
    if (content.length > 0) {
      content = content.clone();
      content[at % content.length] ^= 0x41;
    }
    return content;
  }

  private static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] zlib(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var zlib = new DeflaterOutputStream(out)) {
      zlib.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] zip(byte[] content, int more) {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (int i = 0; i < more; i++) {
        zip.putNextEntry(new ZipEntry("x" + i + (i % 2 == 0 ? "/" : "")));
      }
      zip.putNextEntry(new ZipEntry("a.xml"));
      zip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
