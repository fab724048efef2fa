package io.signetmail.smtp;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What a sender asked to be told about one recipient (RFC 3461 §4.1, §4.2).
///
/// `notifyOn` empty means the parameter was not given; `originalRecipient` is kept as it came,
/// `addr-type;xtext`.
public record DsnRequest(Set<Notify> notifyOn, Optional<String> originalRecipient) {

  /// Values of NOTIFY. NEVER stands alone.
  public enum Notify {
    NEVER,
    SUCCESS,
    FAILURE,
    DELAY
  }

  /// Nothing asked for.
  public static final DsnRequest NONE = new DsnRequest(Set.of(), Optional.empty());

  /// Copies the set.
  public DsnRequest {
    notifyOn = Set.copyOf(notifyOn);
    if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
      throw new IllegalArgumentException("NOTIFY=NEVER goes with nothing else");
    }
  }

  /// ` NOTIFY=… ORCPT=…` as RCPT takes it, or nothing.
  public String parameters() {
    var out = new StringBuilder();
    if (!notifyOn.isEmpty()) {
      out.append(" NOTIFY=")
          .append(String.join(",", EnumSet.copyOf(notifyOn).stream().map(Enum::name).toList()));
    }
    originalRecipient.ifPresent(o -> out.append(" ORCPT=").append(o));
    return out.toString();
  }
}
