package io.signetmail.keys.store;

import io.signetmail.keys.rewrap.SealedRow;
import io.signetmail.keys.vault.Sealed;
import java.util.List;

/// Every secret of the database, by the master key it is sealed under.
public interface SealedTable {
  /// Rows under another master key than this one, locked until the transaction ends; not those that
  /// somebody else has locked.
  List<SealedRow> lockForeign(byte[] masterKeyId, int limit);

  /// Replaces a row's seal; the secret is the same, so nobody is told.
  void reseal(SealedRow row, Sealed anew);

  /// How many rows are under another master key.
  long foreign(byte[] masterKeyId);
}
