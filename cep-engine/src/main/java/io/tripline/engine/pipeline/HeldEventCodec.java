package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Held events as they are stored: under their number, as a byte with the format's version, the
 * lateness of each lane that held the event (a count, then longs), and the event without its raw
 * record, under the layouts of the checkpoint. Integers before the event are big-endian.
 */
final class HeldEventCodec {
  private static final int VERSION = 1;
  private static final int NUMBER_BYTES = 8;

  private HeldEventCodec() {}

  /**
   * A held event.
   *
   * @param lanes by their lateness; it waits in those of them whose watermark it lies after
   */
  record Stored(List<Long> lanes, byte[] event) {}

  static byte[] key(long number) {
    return new ByteSink().putLong(number).copy();
  }

  static long number(byte[] key) {
    if (key.length != NUMBER_BYTES) {
      throw new StorageException("The store holds a held event under a key that is no number.");
    }
    return new ByteSource("The key of a held event", key).getLong();
  }

  static byte[] encode(Stored stored) {
    ByteSink sink = new ByteSink().putByte(VERSION).putInt(stored.lanes().size());
    stored.lanes().forEach(sink::putLong);
    return sink.putRaw(stored.event(), 0, stored.event().length).copy();
  }

  static Stored decode(byte[] value) {
    ByteSource source = new ByteSource("A held event in the store", value);
    int version = source.getByte();
    if (version != VERSION) {
      throw new StorageException(
          "A held event in the store has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION
              + ".");
    }
    int count = source.getInt();
    List<Long> lanes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lanes.add(source.getLong());
    }
    byte[] event = Arrays.copyOfRange(value, source.position(), value.length);
    if (event.length < Integer.BYTES || Bytes.getInt(event, 0) != event.length) {
      throw source.damaged();
    }
    return new Stored(lanes, event);
  }
}
