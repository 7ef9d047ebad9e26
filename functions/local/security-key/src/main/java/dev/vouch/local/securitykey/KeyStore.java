package dev.vouch.local.securitykey;

import java.util.function.Function;

/** Where the key's memory lives between ceremonies. */
interface KeyStore {

  /** Runs one ceremony on the memory, alone, and keeps what it changed if it did not fail. */
  <T> T use(Function<KeyMemory, T> ceremony);

  /** A memory that ends with the process. */
  static KeyStore inMemory(KeyMemory memory) {
    return new KeyStore() {
      @Override
      public synchronized <T> T use(Function<KeyMemory, T> ceremony) {
        return ceremony.apply(memory);
      }
    };
  }
}
