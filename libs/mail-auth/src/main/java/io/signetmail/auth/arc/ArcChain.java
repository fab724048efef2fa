package io.signetmail.auth.arc;

import io.signetmail.auth.dkim.TagList;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The ARC sets of a message, collected and checked for structure (RFC 8617 §5.2 steps 1 to 3).
final class ArcChain {
  static final String RESULTS = "arc-authentication-results";
  static final String MESSAGE_SIGNATURE = "arc-message-signature";
  static final String SEAL = "arc-seal";

  /// RFC 8617 §4.2.1.
  static final int MAX_INSTANCE = 50;

  /// The three fields of one instance.
  static final class Set {
    private @Nullable HeaderField results;
    private @Nullable HeaderField messageSignature;
    private @Nullable HeaderField seal;
    private String chainValidation = "";
    private boolean repeated;

    private void put(HeaderField field) {
      switch (field.lowerName()) {
        case RESULTS -> {
          repeated |= results != null;
          results = field;
        }
        case MESSAGE_SIGNATURE -> {
          repeated |= messageSignature != null;
          messageSignature = field;
        }
        default -> {
          repeated |= seal != null;
          seal = field;
        }
      }
    }

    private boolean complete() {
      return results != null && messageSignature != null && seal != null && !repeated;
    }

    HeaderField results() {
      return present(results);
    }

    HeaderField messageSignature() {
      return present(messageSignature);
    }

    HeaderField seal() {
      return present(seal);
    }

    private static HeaderField present(@Nullable HeaderField field) {
      if (field == null) {
        throw new IllegalStateException("only complete sets are handed out");
      }
      return field;
    }
  }

  /// What the structure says already.
  sealed interface Collected {}

  record Nothing() implements Collected {}

  record Broken(String reason, int highest, boolean endedByFail) implements Collected {}

  /// Complete sets 1 to N, in that order.
  record Sound(List<Set> sets) implements Collected {
    Sound {
      sets = List.copyOf(sets);
    }
  }

  private final Set[] sets = new Set[MAX_INSTANCE + 1];
  private int highest;
  private @Nullable String problem;

  private ArcChain() {}

  static Collected collect(ParsedMessage message) {
    var chain = new ArcChain();
    for (var field : message.headers()) {
      if (field.lowerName().startsWith("arc-")
          && (field.isNamed(RESULTS) || field.isNamed(MESSAGE_SIGNATURE) || field.isNamed(SEAL))) {
        chain.add(field);
      }
    }
    return chain.check(message);
  }

  private void add(HeaderField field) {
    var instance = instance(field);
    if (instance.isEmpty()) {
      fail("no instance from 1 to " + MAX_INSTANCE + " in " + field.lowerName());
      return;
    }
    var number = instance.getAsInt();
    highest = Math.max(highest, number);
    if (sets[number] == null) {
      sets[number] = new Set();
    }
    sets[number].put(field);
    if (field.isNamed(SEAL)) {
      sets[number].chainValidation =
          tags(field).flatMap(t -> t.value("cv")).orElse("").toLowerCase(Locale.ROOT);
    }
  }

  private Collected check(ParsedMessage message) {
    if (highest == 0 && problem == null) {
      return new Nothing();
    }
    if (!message.headersComplete()) {
      fail("the header section is over its limits");
    }
    var endedByFail = highest > 0 && sets[highest].chainValidation.equals("fail");
    if (endedByFail) {
      fail("the newest seal says cv=fail"); // RFC 8617 §5.2 step 2
    }
    for (var i = 1; i <= highest && problem == null; i++) {
      var set = sets[i];
      if (set == null || !set.complete()) {
        fail("not one field of each kind for i=" + i); // step 3 A and B
      } else if (!set.chainValidation.equals(i == 1 ? "none" : "pass")) {
        fail("wrong cv= in the seal of i=" + i); // step 3 C
      }
    }
    return problem == null
        ? new Sound(Arrays.asList(sets).subList(1, highest + 1))
        : new Broken(problem, highest, endedByFail);
  }

  private void fail(String reason) {
    if (problem == null) {
      problem = reason;
    }
  }

  private static Optional<TagList> tags(HeaderField field) {
    return TagList.parse(field.messageBytes(), field.valueStart(), field.end())
            instanceof TagList.Ok(var tags)
        ? Optional.of(tags)
        : Optional.empty();
  }

  private static OptionalInt instance(HeaderField field) {
    if (field.isNamed(RESULTS)) {
      return ResultsInstance.of(field.value());
    }
    // RFC 8617 §4.1.2 puts i= first; deployed signers sort their tags, so any place will do
    return tags(field)
        .flatMap(t -> t.value("i"))
        .map(ResultsInstance::number)
        .orElse(OptionalInt.empty());
  }
}
