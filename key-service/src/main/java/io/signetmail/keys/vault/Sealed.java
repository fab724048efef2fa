package io.signetmail.keys.vault;

import java.util.Arrays;

/// A secret as it may be stored: only the {@link Vault} that has the master key can open it.
public final class Sealed {
  private final byte[] bytes;

  private Sealed(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Sealed of(byte[] bytes) {
    return new Sealed(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sealed that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Sealed[" + bytes.length + " bytes]";
  }
}
