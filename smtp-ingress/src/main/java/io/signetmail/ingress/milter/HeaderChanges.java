package io.signetmail.ingress.milter;

import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.MailEdit;
import io.signetmail.smtp.milter.MilterResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// A worker's edit in the words of the milter protocol.
final class HeaderChanges {
  private HeaderChanges() {}

  /// Removals first, from the bottom up: MTAs do not agree whether a removed field still counts,
  /// and so no number depends on it. Then insertions at the top, the lowest first. Empty when a
  /// range is not exactly one of the MTA's fields.
  static Optional<List<MilterResponse>> of(MailEdit edit, List<HeldMessage.Field> fields) {
    var changes = new ArrayList<MilterResponse>();
    for (var range : edit.removed().reversed()) {
      var index = indexOf(fields, range.start(), range.end());
      if (index < 0) {
        return Optional.empty();
      }
      var name = fields.get(index).name();
      int occurrence =
          (int) fields.subList(0, index + 1).stream().filter(f -> f.isNamed(name)).count();
      changes.add(new MilterResponse.DeleteHeader(occurrence, name));
    }
    changes.addAll(insertions(edit.prepend()));
    return Optional.of(changes);
  }

  /// Complete fields, each ended by CRLF, to stand on top in this order.
  static List<MilterResponse> insertions(String fields) {
    var parsed = ParsedMessage.of(fields.getBytes(StandardCharsets.UTF_8)).headers();
    var insertions = new ArrayList<MilterResponse>();
    parsed.forEach(field -> insertions.add(insertion(field)));
    Collections.reverse(insertions);
    return insertions;
  }

  private static MilterResponse insertion(HeaderField field) {
    return new MilterResponse.InsertHeader(0, field.name(), field.value().replace("\r\n", "\n"));
  }

  private static int indexOf(List<HeldMessage.Field> fields, int start, int end) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).start() == start && fields.get(i).end() == end) {
        return i;
      }
    }
    return -1;
  }
}
