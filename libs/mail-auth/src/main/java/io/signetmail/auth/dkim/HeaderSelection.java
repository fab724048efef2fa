package io.signetmail.auth.dkim;

import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which fields an `h=` list means: each name takes the lowest field of that name not yet taken, a
/// name without one left takes nothing (RFC 6376 §5.4.2).
///
/// Built once for a message, then used for all its signatures. Not for two threads at a time.
public final class HeaderSelection {

  /// All fields of one name, from the top; `left` counts what the current signature has not taken.
  private static final class Stack {
    private HeaderField[] fields = new HeaderField[2];
    private int size;
    private int left;
    private int round;

    void push(HeaderField field) {
      if (size == fields.length) {
        fields = Arrays.copyOf(fields, size * 2);
      }
      fields[size++] = field;
    }
  }

  private final Map<String, Stack> stacks;
  private int round;

  public HeaderSelection(ParsedMessage message) {
    stacks = HashMap.newHashMap(message.headers().size());
    for (var field : message.headers()) {
      if (!field.lowerName().isEmpty()) {
        stacks.computeIfAbsent(field.lowerName(), _ -> new Stack()).push(field);
      }
    }
  }

  /// Appends the canonical form of the fields that `names` select, in that order.
  public void append(List<String> names, Canonicalization mode, CanonicalBytes out) {
    round++;
    for (var name : names) {
      var stack = stacks.get(name);
      if (stack == null) {
        continue; // RFC 6376 §5.4.2: a missing field counts as the null string
      }
      if (stack.round != round) {
        stack.round = round;
        stack.left = stack.size;
      }
      if (stack.left > 0) {
        HeaderCanonicalizer.append(stack.fields[--stack.left], mode, out);
      }
    }
  }

  /// How many fields of that name (in lower case) there are.
  public int count(String lowerName) {
    var stack = stacks.get(lowerName);
    return stack == null ? 0 : stack.size;
  }
}
