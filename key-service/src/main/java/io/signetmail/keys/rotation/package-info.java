/// Replaces a key by its successor without a moment in which mail is signed by a key that is not in
/// DNS.
///
/// `Rotations` answers callers, `RotationRules` decides one step from what is known,
/// `RotationSteps` looks at the world and takes the step in one transaction, `RotationRunner` does
/// so whenever a rotation is due. Everything a rotation remembers is in the database, so any
/// instance can go on where another one died.
@NullMarked
package io.signetmail.keys.rotation;

import org.jspecify.annotations.NullMarked;
