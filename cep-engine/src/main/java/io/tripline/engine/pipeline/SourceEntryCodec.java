package io.tripline.engine.pipeline;

/**
 * What entries about sources hold: the source's number as an int; then for SOURCE its name, for
 * TIME the time that it has come to, for IDLE nothing.
 */
final class SourceEntryCodec {
  private SourceEntryCodec() {}

  static byte[] source(int source, String name) {
    return new ByteSink().putInt(source).putText(name).copy();
  }

  static byte[] time(int source, long time) {
    return new ByteSink().putInt(source).putLong(time).copy();
  }

  static byte[] idle(int source) {
    return new ByteSink().putInt(source).copy();
  }

  /** Reads the entry of a slot. */
  static ByteSource read(byte[] bytes) {
    return new ByteSource("An entry about a source", bytes);
  }
}
