package io.signetmail.auth.authres;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ByteRange;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Finds Authentication-Results fields that came from outside and say they are ours (RFC 8601 §5).
public final class ForgedResults {
  private static final String NAME = "authentication-results";

  private ForgedResults() {}

  /// The fields to remove before our own is put on top. Fields of other authserv-ids stay, and so
  /// do ARC sets, which are chained by their own signatures. A line that is no field, but that some
  /// reader may unfold into one of this name, goes whatever it says.
  public static List<ByteRange> find(ParsedMessage message, String authservId) {
    var forged = new ArrayList<ByteRange>();
    for (var field : message.headers()) {
      if (field.mayBeTakenFor(NAME) || (field.isNamed(NAME) && claims(field, authservId))) {
        forged.add(field.range());
      }
    }
    return forged;
  }

  private static boolean claims(HeaderField field, String authservId) {
    var value = field.value();
    var claimed = ResultsParser.leadingAuthservId(value);
    if (claimed.isPresent() && sameId(claimed.get(), authservId)) {
      return true;
    }
    // A reader more forgiving than we are may still find our name in a field we cannot read.
    return ResultsParser.parse(value, ResultsParser.Mode.LENIENT) instanceof ResultsParser.Invalid
        && value.toLowerCase(Locale.ROOT).contains(authservId.toLowerCase(Locale.ROOT));
  }

  /// RFC 8601 §5: compared as domain names, U-labels and A-labels alike, else without case.
  private static boolean sameId(String claimed, String ours) {
    if (claimed.equalsIgnoreCase(ours)) {
      return true;
    }
    var name = DomainName.parse(claimed);
    return name.isPresent() && name.equals(DomainName.parse(ours));
  }
}
