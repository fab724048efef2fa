package io.signetmail.keys.store;

import io.signetmail.keys.changes.Subject;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where domains, users, keys and tokens are kept.
///
/// Both calls throw {@link StoreUnavailable} when the store cannot be reached now. Safe for use by
/// many threads.
public interface KeyStore {
  /// Reads one consistent state. The work must not write.
  <T extends @Nullable Object> T read(Function<StoreTransaction, T> work);

  /// Runs the work alone among all changes of the same subjects; everything it wrote is kept, or,
  /// when it throws, nothing. The work may run again when the database asks for it, so it has no
  /// other effects.
  <T extends @Nullable Object> T change(
      Collection<Subject> subjects, Function<StoreTransaction, T> work);
}
