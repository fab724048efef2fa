package io.signetmail.keys.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.Rotations;
import io.signetmail.keys.users.UserName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A rotation as callers see it.
///
/// @param waitingFor what it waits for, or how it ended
/// @param keys the new key and those it takes over from, as far as they are still there
/// @param removableRecords TXT records nobody needs any more
@JsonInclude(JsonInclude.Include.NON_NULL)
record RotationView(
    String id,
    String domain,
    String selector,
    String family,
    @Nullable String user,
    String state,
    Instant since,
    Instant startedAt,
    String waitingFor,
    List<String> outgoing,
    List<SigningKeyView> keys,
    List<String> removableRecords) {

  static RotationView of(Rotations.Shown shown) {
    Rotation rotation = shown.rotation();
    return new RotationView(
        rotation.id(),
        rotation.domain().name(),
        rotation.selector().value(),
        rotation.scope().family().keyword(),
        rotation.scope().user().map(UserName::value).orElse(null),
        rotation.state().keyword(),
        rotation.phase().since(),
        rotation.startedAt(),
        rotation.phase().waitingFor(),
        rotation.outgoing().stream().map(Object::toString).toList(),
        shown.keys().stream().map(SigningKeyView::of).toList(),
        rotation.removableRecords());
  }
}
