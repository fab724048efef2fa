package io.signetmail.keys.delegation;

import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.Selector;
import java.util.Arrays;
import java.util.List;

/// The fixed selectors of a delegated domain: while one of the two signs, the other one is cleared
/// and gets the next key.
public enum Slot {
  RSA_1("signet-r1", KeyAlgorithm.Family.RSA),
  RSA_2("signet-r2", KeyAlgorithm.Family.RSA),
  ED25519_1("signet-e1", KeyAlgorithm.Family.ED25519),
  ED25519_2("signet-e2", KeyAlgorithm.Family.ED25519);

  private final String selector;
  private final KeyAlgorithm.Family family;

  Slot(String selector, KeyAlgorithm.Family family) {
    this.selector = selector;
    this.family = family;
  }

  public Selector selector() {
    return new Selector(selector);
  }

  static List<Slot> of(KeyAlgorithm.Family family) {
    return Arrays.stream(values()).filter(slot -> slot.family == family).toList();
  }
}
