package io.tripline.engine.pipeline;

import io.tripline.engine.port.StorageException;

/** A deployment in the journal: the bytes of a DEPLOY or UNDEPLOY entry. */
final class RuleSetEntryCodec {
  private static final int VERSION = 1;

  private RuleSetEntryCodec() {}

  /**
   * A deployment as journaled.
   *
   * @param text empty where a rule set is taken away
   * @param fingerprint of the schema that it leads to
   */
  record Entry(String name, int version, long deployedAt, String text, long fingerprint) {}

  static byte[] encode(Entry entry) {
    return new ByteSink()
        .putByte(VERSION)
        .putText(entry.name())
        .putInt(entry.version())
        .putLong(entry.deployedAt())
        .putText(entry.text())
        .putLong(entry.fingerprint())
        .copy();
  }

  static Entry decode(byte[] bytes) {
    ByteSource source = new ByteSource("A deployment in the journal", bytes);
    int version = source.getByte();
    if (version != VERSION) {
      throw new StorageException(
          "A deployment in the journal has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION
              + ".");
    }
    return new Entry(
        source.getText(), source.getInt(), source.getLong(), source.getText(), source.getLong());
  }
}
