package io.signetmail.keys.domains;

import static io.signetmail.keys.problems.ProblemType.INVALID_DOMAIN;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.net.IDN;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A domain mail can be sent from: A-labels, lower case, no trailing dot, two labels or more.
public record MailDomain(String name) implements Comparable<MailDomain> {
  /// RFC 1035 §2.3.4, without the dot of the root.
  private static final int MAX_CHARS = 253;

  private static final int MAX_LABEL_CHARS = 63;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /// IDNA2003 and IDNA2008 map these to different A-labels (RFC 5894 §7.2), so only the owner knows
  /// which one is meant.
  private static final Pattern AMBIGUOUS = Pattern.compile("[ßς\\u200c\\u200d]");

  public MailDomain {
    var problem = problemOf(name);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
  }

  /// Reads what a caller wrote in the named field; a U-label becomes its A-label.
  public static MailDomain fromInput(String field, String text) {
    var bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    if (bare.length() > MAX_CHARS) {
      throw refused(field, text, "longer than " + MAX_CHARS + " characters");
    }
    if (AMBIGUOUS.matcher(bare).find()) {
      throw refused(field, text, "has a letter with two readings, give the xn-- form");
    }
    var ascii = toAscii(field, bare).toLowerCase(Locale.ROOT);
    problemOf(ascii)
        .ifPresent(reason -> {
          throw refused(field, text, reason);
        });
    return new MailDomain(ascii);
  }

  /// The domain one label up, unless that would be a top-level domain.
  public Optional<MailDomain> parent() {
    var up = name.substring(name.indexOf('.') + 1);
    return up.indexOf('.') < 0 ? Optional.empty() : Optional.of(new MailDomain(up));
  }

  /// True for the domain itself and everything below it.
  public boolean isWithin(MailDomain other) {
    return name.equals(other.name) || name.endsWith("." + other.name);
  }

  @Override
  public int compareTo(MailDomain other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }

  private static String toAscii(String field, String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    try {
      return IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES);
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      throw refused(field, text, "has a label IDNA does not allow");
    }
  }

  private static Optional<String> problemOf(String name) {
    if (name.length() > MAX_CHARS) {
      return Optional.of("longer than " + MAX_CHARS + " characters");
    }
    List<String> labels = Arrays.asList(name.split("\\.", -1));
    if (labels.size() < 2) {
      return Optional.of("needs at least two labels");
    }
    for (var label : labels) {
      if (label.isEmpty()) {
        return Optional.of("has an empty label");
      }
      if (label.length() > MAX_LABEL_CHARS) {
        return Optional.of("has a label longer than " + MAX_LABEL_CHARS + " characters");
      }
      if (!LABEL.matcher(label).matches()) {
        return Optional.of("labels are letters, digits and inner hyphens");
      }
    }
    // RFC 3696 §2: no top-level domain is all digits, so this is an address.
    return DIGITS.matcher(labels.getLast()).matches()
        ? Optional.of("ends in a number, as an address does")
        : Optional.empty();
  }

  private static Refusal refused(String field, String text, String reason) {
    return Refusal.of(INVALID_DOMAIN, field, Quoted.of(text) + " is not a domain: " + reason);
  }
}
