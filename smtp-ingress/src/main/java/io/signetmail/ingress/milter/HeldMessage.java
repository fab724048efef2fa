package io.signetmail.ingress.milter;

import io.signetmail.bus.BytesBudget;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message put together again from what an MTA gives of it, within the process' byte budget. One
/// thread.
///
/// What the MX listener would refuse for its octets is refused here too; the reply waits for the
/// end of the message, the only place a filter is heard. From then on nothing is held any more.
final class HeldMessage implements AutoCloseable {
  /// The pieces, the whole, and Kafka's copy of it.
  private static final int COPIES = 3;

  /// As many as a message is read with; more would hide fields from the verifier.
  private static final int MOST_FIELDS = 5_000;

  private static final int MOST_HEADER_OCTETS = 2 * 1024 * 1024;

  /// Each field costs an object or two.
  private static final int FIELD_OVERHEAD = 100;

  private static final Reply HEADER_TOO_LARGE =
      Reply.of(552, "5.3.4", "the header section is too large");

  private static final Reply FIELD_NAME =
      Reply.of(550, "5.6.0", "a header field has a name that is none");

  private static final Reply FIELD_LINES =
      Reply.of(550, "5.6.0", "a header field holds a line that does not continue it");

  /// A header field as the MTA counts it.
  ///
  /// @param start first octet of the name in the message
  /// @param end one past its line end
  record Field(String name, int start, int end) {
    /// RFC 5322 §1.2.2: case does not matter.
    boolean isNamed(String other) {
      return name.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
  }

  private final BytesBudget budget;
  private final long most;
  private final ByteArrayOutputStream header = new ByteArrayOutputStream(4096);
  private final List<Field> fields = new ArrayList<>();
  private final Deque<byte[]> body = new ArrayDeque<>();
  private final LineEnds lineEnds = new LineEnds();
  private boolean headerEnded;
  private long bodyLength;
  private long reserved;
  private @Nullable Reply obstacle;

  /// @param most octets a message may have
  HeldMessage(BytesBudget budget, long most) {
    this.budget = budget;
    this.most = most;
  }

  /// The next header field, one char an octet, lines of the value ended by LF.
  void field(String name, String value) {
    var lines = value.replace("\r\n", "\n");
    if (!isFieldName(name)) {
      refuse(FIELD_NAME);
    } else if (!isFolded(lines)) {
      refuse(FIELD_LINES);
    } else if (fields.size() == MOST_FIELDS || header.size() > MOST_HEADER_OCTETS) {
      refuse(HEADER_TOO_LARGE);
    } else {
      var text = name + ":" + lines.replace("\n", "\r\n") + "\r\n";
      byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
      if (fits(octets.length, FIELD_OVERHEAD) && check(octets)) {
        int start = header.size();
        header.writeBytes(octets);
        fields.add(new Field(name, start, header.size()));
      }
    }
  }

  /// Behind the last field.
  void endOfHeader() {
    if (!headerEnded) {
      headerEnded = true;
      byte[] empty = {'\r', '\n'};
      if (fits(empty.length, 0) && check(empty)) {
        header.writeBytes(empty);
      }
    }
  }

  /// The next piece of the body.
  void body(byte[] piece) {
    endOfHeader();
    if (piece.length > 0 && fits(piece.length, 0) && check(piece)) {
      body.addLast(piece);
      bodyLength += piece.length;
    }
  }

  /// What is wrong with it by now.
  Optional<Reply> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /// Fields as the MTA gave them.
  List<Field> fields() {
    return fields;
  }

  /// The whole message; the pieces are given up meanwhile, so this works once.
  byte[] assemble() {
    endOfHeader();
    var whole = new byte[Math.toIntExact(header.size() + bodyLength)];
    byte[] front = header.toByteArray();
    System.arraycopy(front, 0, whole, 0, front.length);
    int at = front.length;
    for (var next = body.pollFirst(); next != null; next = body.pollFirst()) {
      System.arraycopy(next, 0, whole, at, next.length);
      at += next.length;
    }
    return whole;
  }

  private boolean fits(int octets, int overhead) {
    if (obstacle != null) {
      return false;
    }
    if (header.size() + bodyLength + octets > most) {
      refuse(Replies.tooBig(most));
      return false;
    }
    long room = (long) octets * COPIES + overhead;
    if (!budget.tryAcquire(room)) {
      refuse(Replies.NO_ROOM);
      return false;
    }
    reserved += room;
    return true;
  }

  private boolean check(byte[] octets) {
    var wrong = lineEnds.next(octets);
    wrong.ifPresent(this::refuse);
    return wrong.isEmpty();
  }

  private void refuse(Reply reply) {
    if (obstacle == null) {
      obstacle = reply;
    }
    forget();
  }

  private void forget() {
    header.reset();
    fields.clear();
    body.clear();
    bodyLength = 0;
    close();
  }

  /// RFC 5322 §3.6.8: printable US-ASCII but the colon.
  private static boolean isFieldName(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':');
  }

  /// RFC 5322 §2.2.3: each further line begins with white space.
  private static boolean isFolded(String value) {
    for (int at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) {
      if (at + 1 >= value.length()
          || (value.charAt(at + 1) != ' ' && value.charAt(at + 1) != '\t')) {
        return false;
      }
    }
    return true;
  }

  /// Gives the room back.
  @Override
  public void close() {
    if (reserved > 0) {
      budget.release(reserved);
      reserved = 0;
    }
  }
}
