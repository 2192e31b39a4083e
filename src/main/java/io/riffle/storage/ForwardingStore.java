package io.riffle.storage;

import java.io.IOException;

/** A file that is another in all that a subclass leaves as it is. */
public abstract class ForwardingStore implements ByteStore {
  private final ByteStore store;

  /** Forwards to {@code store}. */
  protected ForwardingStore(ByteStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public String location() throws IOException {
    return store.location();
  }

  @Override
  public long size() throws IOException {
    return store.size();
  }

  @Override
  public byte[] read(long offset, int length) throws IOException {
    return store.read(offset, length);
  }

  @Override
  public void write(long offset, byte[] bytes) throws IOException {
    store.write(offset, bytes);
  }

  @Override
  public void force() throws IOException {
    store.force();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
