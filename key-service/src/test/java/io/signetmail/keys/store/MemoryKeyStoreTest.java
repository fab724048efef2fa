package io.signetmail.keys.store;

class MemoryKeyStoreTest implements KeyStoreContract {
  private final MemoryKeyStore store = new MemoryKeyStore();

  @Override
  public KeyStore store() {
    return store;
  }
}
