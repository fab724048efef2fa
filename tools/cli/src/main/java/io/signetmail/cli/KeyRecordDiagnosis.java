package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.TagList;
import io.signetmail.cli.text.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is wrong with a DKIM key record, or could be better, in words for whoever published it.
final class KeyRecordDiagnosis {
  /// RFC 6376 §3.6.1 and §7: the tags that mean something.
  private static final Set<String> KNOWN_TAGS = Set.of("v", "h", "k", "n", "p", "s", "t", "g");

  private static final int SIGNING_BITS = 2048;

  private final List<String> problems = new ArrayList<>();
  private final List<String> advice = new ArrayList<>();

  private KeyRecordDiagnosis() {}

  /// A section about the record, and whether signatures can pass with it.
  record Told(Section section, boolean usable) {}

  static Told of(String record) {
    var diagnosis = new KeyRecordDiagnosis();
    diagnosis.readTags(record);
    return switch (DkimKeyRecord.parse(record)) {
      case DkimKeyRecord.Invalid(var problem) -> {
        diagnosis.problems.addFirst(problem.detail());
        yield diagnosis.told(new Section("record", "not usable: " + problem.detail()), record);
      }
      case DkimKeyRecord.Ok(var key) -> {
        diagnosis.judge(key);
        var state = diagnosis.problems.isEmpty() ? "usable" : "not usable";
        var section =
            new Section("record", state + ": " + describe(key))
                .json("keyType", key.keyType())
                .json("keyBits", key.keyBits())
                .json("revoked", key.revoked())
                .json("testing", key.testing())
                .json("strictDomain", key.strictDomain())
                .json("notes", key.notes());
        yield diagnosis.told(section.fact("notes", key.notes().orElse("")), record);
      }
    };
  }

  private Told told(Section section, String record) {
    problems.forEach(problem -> section.fact("problem", problem));
    advice.forEach(hint -> section.fact("advice", hint));
    section
        .fact("text", record)
        .json("record", record)
        .json("usable", problems.isEmpty())
        .json("problems", problems)
        .json("advice", advice);
    return new Told(section, problems.isEmpty());
  }

  private static String describe(DkimKeyRecord key) {
    return key.revoked()
        ? "revoked " + key.keyType() + " key"
        : key.keyType() + " key of " + key.keyBits() + " bits";
  }

  private void readTags(String record) {
    if (TagList.parse(record) instanceof TagList.Ok(var tags)) {
      for (var tag : tags.tags()) {
        if (!KNOWN_TAGS.contains(tag.name())) {
          advice.add("the tag " + tag.name() + "= means nothing and is ignored");
        }
      }
      if (tags.value("v").isEmpty()) {
        advice.add("begin the record with v=DKIM1, as RFC 6376 §3.6.1 recommends");
      }
      if (tags.value("g").isPresent()) {
        advice.add("g= belongs to an older edition of DKIM and is ignored since RFC 6376");
      }
    }
  }

  private void judge(DkimKeyRecord key) {
    if (key.revoked()) {
      problems.add("the key is revoked (p= is empty): signatures with it fail");
    } else if (key.keyType().equals("rsa") && key.keyBits() < SIGNING_BITS) {
      advice.add(
          "RSA with "
              + key.keyBits()
              + " bits: RFC 8301 §3.2 wants 2048 of a signer; make a new key");
    }
    if (!key.servesEmail()) {
      problems.add("s= has neither * nor email: the key is not for mail");
    }
    var hashes = key.hashAlgorithms();
    if (!hashes.isEmpty() && !hashes.contains("sha256")) {
      problems.add("h= has no sha256, and RFC 8301 §3.1 leaves no other");
    }
    if (key.testing()) {
      advice.add("t=y says that the domain is testing: take it out when signing works");
    }
    if (key.strictDomain()) {
      advice.add("t=s: the domain of i= must be d= itself, no subdomain");
    }
  }
}
