package io.signetmail.keys.vault;

import io.signetmail.keys.KeySettings;
import java.security.SecureRandom;
import java.util.ArrayList;

/// Finds the master keys wherever the settings say they are: file, environment or transit engine.
public final class MasterKeys {
  private MasterKeys() {}

  public static Vault vault(KeySettings settings, TransitSettings transit, SecureRandom random) {
    var previous = new ArrayList<>(MasterKeyFiles.previous(settings));
    if (transit.address().isEmpty()) {
      return new Vault(MasterKeyFiles.current(settings, random), previous, random);
    }
    var remote = new TransitMasterKey(transit);
    if (transit.seals()) {
      return new Vault(remote, previous, random);
    }
    previous.add(remote);
    return new Vault(MasterKeyFiles.current(settings, random), previous, random);
  }
}
