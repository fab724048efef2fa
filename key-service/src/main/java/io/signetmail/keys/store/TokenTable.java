package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.tokens.Token;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Bearer tokens, found by the hash of their secret.
public interface TokenTable {
  Optional<Token> find(String id);

  Optional<Token> findByHash(String secretHash);

  List<Token> list();

  /// Adds the token, or replaces the one with the same id.
  void put(Token token, Change change);

  void remove(String id, Change change);

  /// Remembers that the token is in use. Not a change: nobody did anything.
  void touch(String id, Instant now);
}
