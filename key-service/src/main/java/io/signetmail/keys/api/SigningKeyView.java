package io.signetmail.keys.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.signingkeys.KeyRecord;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.users.UserName;
import org.jspecify.annotations.Nullable;

/// A key with the record that publishes it.
@JsonInclude(JsonInclude.Include.NON_NULL)
record SigningKeyView(
    String domain,
    String selector,
    String algorithm,
    @Nullable String user,
    String state,
    RecordView record) {

  record RecordView(String name, String type, String value, String zone) {
    static RecordView of(KeyRecord record) {
      return new RecordView(record.name(), "TXT", record.value(), record.zoneLine());
    }
  }

  static SigningKeyView of(SigningKey key) {
    return new SigningKeyView(
        key.domain().name(),
        key.selector().value(),
        key.algorithm().toString(),
        key.user().map(UserName::value).orElse(null),
        key.state().keyword(),
        RecordView.of(key.record()));
  }
}
