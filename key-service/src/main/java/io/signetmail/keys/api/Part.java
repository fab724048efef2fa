package io.signetmail.keys.api;

import io.signetmail.keys.store.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One page of a list that is short enough to be read as a whole.
///
/// @param next the name of the last item when more follow
record Part<T>(List<T> items, @Nullable String next) {
  /// The list must be sorted by the name.
  static <T> Part<T> of(List<T> all, Function<T, String> name, Page page) {
    var following =
        all.stream().filter(item -> name.apply(item).compareTo(page.after()) > 0).toList();
    if (following.size() <= page.limit()) {
      return new Part<>(following, null);
    }
    var items = following.subList(0, page.limit());
    return new Part<>(items, name.apply(items.getLast()));
  }
}
