package io.signetmail.signer;

import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimSignatureParser;
import io.signetmail.auth.dkim.DkimSignatureParser.Dialect;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.ByteRange;
import java.util.ArrayList;
import java.util.List;

/// Header fields that only we may write, in a message that one of our users submits.
///
/// Authentication-Results in our name would be believed wherever our mail is. A signature in the
/// name of the very keys that are about to sign is worth nothing beside theirs when it is good, and
/// makes the message look forged when it is not; so it goes without being verified, which no DNS
/// trouble can hold up.
final class SubmittedFields {
  private static final String SIGNATURE = "dkim-signature";

  private SubmittedFields() {}

  /// What is taken out before the message is signed.
  static List<ByteRange> toRemove(ParsedMessage message, List<SigningKey> keys, String authservId) {
    var removed = new ArrayList<ByteRange>();
    for (var range : ForgedResults.find(message, authservId)) {
      removed.add(new ByteRange(range.start(), range.end()));
    }
    message.headers().stream()
        .filter(field -> field.isNamed(SIGNATURE) && isOneOf(keys, field))
        .map(field -> new ByteRange(field.range().start(), field.range().end()))
        .forEach(removed::add);
    return removed;
  }

  private static boolean isOneOf(List<SigningKey> keys, HeaderField field) {
    var identity =
        switch (DkimSignatureParser.parse(field, Dialect.DKIM, DkimLimits.DEFAULT)) {
          case DkimSignatureParser.WellFormed(var signature) -> signature.identity();
          case DkimSignatureParser.Malformed(var readSoFar, _) -> readSoFar;
        };
    return keys.stream()
        .anyMatch(key ->
            identity.domain().filter(key.domain()::equals).isPresent()
                && identity.selector().filter(key.selector()::equals).isPresent());
  }
}
