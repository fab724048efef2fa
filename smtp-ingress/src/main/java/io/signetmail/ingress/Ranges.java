package io.signetmail.ingress;

import io.signetmail.smtp.AddressRange;
import java.util.List;

/// Address ranges of a setting.
final class Ranges {
  private Ranges() {}

  /// @throws IllegalArgumentException naming the setting and the entry that is no range
  static List<AddressRange> of(String setting, List<String> texts) {
    return texts.stream()
        .map(text ->
            AddressRange.parse(text.strip())
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        setting + ": '" + text + "' is no address and no range like 192.0.2.0/24")))
        .toList();
  }
}
