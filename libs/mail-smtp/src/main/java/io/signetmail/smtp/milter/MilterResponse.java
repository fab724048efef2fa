package io.signetmail.smtp.milter;

import io.signetmail.smtp.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a filter answers.
///
/// @see #bytes()
public sealed interface MilterResponse {

  /// The filter's half of `SMFIC_OPTNEG`.
  record Negotiated(MilterOptions chosen) implements MilterResponse {}

  /// `SMFIR_CONTINUE`: no objection; at the end of a message, it is taken as changed.
  record Continue() implements MilterResponse {}

  /// `SMFIR_REPLYCODE`: the client gets this reply. It must be 4yz or 5yz.
  record Refuse(Reply reply) implements MilterResponse {
    /// Checks the class.
    public Refuse {
      if (!reply.transientFailure() && !reply.permanentFailure()) {
        throw new IllegalArgumentException("a filter cannot answer " + reply.code());
      }
    }
  }

  /// `SMFIR_INSHEADER`: a field in front of the one at `index`, 0 for the top.
  ///
  /// @param value with what stands behind the colon; lines end in LF
  record InsertHeader(int index, String name, String value) implements MilterResponse {}

  /// `SMFIR_CHGHEADER` with nothing: removes a field.
  ///
  /// @param occurrence among the fields of this name, from the top, beginning with 1
  record DeleteHeader(int occurrence, String name) implements MilterResponse {}

  /// `SMFIR_QUARANTINE`: the MTA keeps the message until a person decides.
  record Quarantine(String reason) implements MilterResponse {}

  /// The response as it goes over the wire.
  default byte[] bytes() {
    return switch (this) {
      case Negotiated(var options) -> {
        var data = ByteBuffer.allocate(12);
        data.putInt(options.version()).putInt(options.actions()).putInt(options.steps());
        yield new MilterPacket('O', data.array()).bytes();
      }
      case Continue _ -> new MilterPacket('c', new byte[0]).bytes();
      // Sendmail takes the text for a format, and Postfix undoes that.
      case Refuse(var reply) -> texts('y', new byte[0], reply.toString().replace("%", "%%"));
      case InsertHeader(var index, var name, var value) ->
          texts('i', ByteBuffer.allocate(4).putInt(index).array(), name, value);
      case DeleteHeader(var occurrence, var name) ->
          texts('m', ByteBuffer.allocate(4).putInt(occurrence).array(), name, "");
      case Quarantine(var reason) -> texts('q', new byte[0], reason);
    };
  }

  private static byte[] texts(char code, byte[] number, String... texts) {
    var all = String.join("\0", texts) + "\0";
    byte[] tail = all.getBytes(StandardCharsets.UTF_8);
    var data = ByteBuffer.allocate(number.length + tail.length).put(number).put(tail);
    return new MilterPacket(code, data.array()).bytes();
  }
}
