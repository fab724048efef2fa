package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportOutcome.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/// Walks one mail and hands every part that may be a report to the {@link Unwrapper}.
///
/// A part is judged by its first bytes; its type and name only decide whether bytes that are
/// nothing known are worth a refusal, or are the text a person wrote beside the report.
final class MailParts {
  private static final int MAX_HEADER_FIELDS = 2_000;
  private static final int MAX_FIELD_BYTES = 256 * 1024;
  private static final int MAX_MULTIPARTS = 16;
  private static final int MAX_FEEDBACK_BYTES = 64 * 1024;

  private static final Pattern NAME =
      Pattern.compile("(?i)(?:file)?name\\*?0?\\*?=\\s*\"?([^\";\\r\\n]{1,300})");
  private static final Pattern REPORT_NAME = Pattern.compile("(?i).*\\.(xml|gz|gzip|zip|json)");
  private static final Pattern REPORT_TYPE =
      Pattern.compile("(text|application)/(xml|.*\\+xml|x?-?gzip|x?-?zip.*|tlsrpt.*|x-gzip)");
  private static final MimeConfig CONFIG =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(MAX_FIELD_BYTES)
          .setMaxHeaderCount(MAX_HEADER_FIELDS)
          .setMaxContentLen(-1)
          .build();

  private final Unwrapper unwrapper;
  private final int depth;
  private int multiparts;
  private String fileName = "";
  private @Nullable FeedbackFields feedback;
  private String originalHeader = "";
  private boolean found;

  MailParts(Unwrapper unwrapper, int depth) {
    this.unwrapper = unwrapper;
    this.depth = depth;
  }

  void read(InputStream in, String part) throws IOException {
    var tokens = new MimeTokenStream(CONFIG);
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    try {
      tokens.parse(in);
      for (var state = tokens.getState();
          state != EntityState.T_END_OF_STREAM;
          state = tokens.next()) {
        token(tokens, state, part);
      }
    } catch (MimeException e) {
      throw new ReportRefused(RefusalReason.BAD_MAIL, String.valueOf(e.getMessage()));
    }
    if (feedback != null) {
      found = true;
      unwrapper.add(feedback.toOutcome(part, originalHeader));
    }
    if (!found) {
      unwrapper.add(new Refused(part, RefusalReason.NO_REPORT, "a mail without a report", ""));
    }
  }

  private void token(MimeTokenStream tokens, EntityState state, String part) throws IOException {
    switch (state) {
      case T_START_HEADER -> fileName = "";
      case T_FIELD -> field(tokens.getField());
      case T_START_MULTIPART -> {
        if (++multiparts > MAX_MULTIPARTS) {
          throw new ReportRefused(RefusalReason.TOO_NESTED, "multiparts nested too deep");
        }
      }
      case T_END_MULTIPART -> multiparts--;
      case T_BODY -> body(tokens, part);
      case T_START_MESSAGE,
          T_END_MESSAGE,
          T_RAW_ENTITY,
          T_END_HEADER,
          T_START_BODYPART,
          T_END_BODYPART,
          T_PREAMBLE,
          T_EPILOGUE,
          T_END_OF_STREAM -> {
        // nothing in them is a report
      }
    }
  }

  /// RFC 2183 §2.3 and its older rival, the name of Content-Type.
  private void field(Field field) {
    var name = field.getName().toLowerCase(Locale.ROOT);
    if (name.equals("content-disposition") || name.equals("content-type")) {
      var body = field.getBody();
      var matcher = NAME.matcher(body.length() > 4_096 ? body.substring(0, 4_096) : body);
      if (matcher.find()) {
        fileName = Unwrapper.shown(matcher.group(1).strip());
      }
    }
  }

  private void body(MimeTokenStream tokens, String part) throws IOException {
    var type = String.valueOf(tokens.getBodyDescriptor().getMimeType()).toLowerCase(Locale.ROOT);
    var in = tokens.getDecodedInputStream();
    if (type.equals("message/feedback-report")) {
      unwrapper.countEntry();
      feedback = FeedbackFields.parse(in.readNBytes(MAX_FEEDBACK_BYTES));
    } else if (feedback != null
        && (type.equals("message/rfc822") || type.equals("text/rfc822-headers"))) {
      originalHeader = FeedbackFields.header(in.readNBytes(MAX_FEEDBACK_BYTES));
    } else {
      candidate(in, type, part.isEmpty() ? fileName : part + "/" + fileName);
    }
  }

  private void candidate(InputStream in, String type, String name) throws IOException {
    var marked = new BufferedInputStream(in);
    boolean likely = REPORT_NAME.matcher(fileName).matches() || REPORT_TYPE.matcher(type).matches();
    boolean worthReading =
        switch (Wrapping.peek(marked)) {
          case GZIP, ZIP, ZLIB, JSON -> true;
          case XML -> likely || !type.equals("text/html");
          case MAIL -> likely || type.equals("message/rfc822");
          case EMPTY, UNKNOWN -> likely;
        };
    if (worthReading) {
      found = true;
      unwrapper.unwrapPart(marked, name, depth + 1);
    }
  }
}
