package io.signetmail.keys.delegation;

import io.signetmail.keys.signingkeys.Selector;
import java.util.Optional;

/// What our zone has for one slot.
///
/// @param published the `p=` of the record that is there
/// @param cleared the `p=` of the last key that evidence said goodbye to
/// @param failure why the last update did not succeed
public record SlotRecord(
    String label,
    Selector selector,
    Optional<String> published,
    Optional<String> cleared,
    Optional<String> failure) {}
