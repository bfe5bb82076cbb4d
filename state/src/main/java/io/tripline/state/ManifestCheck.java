package io.tripline.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/**
 * Finds damage in RocksDB's list of its files (MANIFEST) that RocksDB takes for an end: a record
 * whose length is damaged may seem to reach beyond the end of the file, as one does that a crash
 * has cut. What follows would then be forgotten, and the tables that it names deleted. But nothing
 * whole follows a record that was cut.
 *
 * <p>A file is a log of records in blocks of 32 KB; see RocksDB's "Write Ahead Log File Format".
 */
final class ManifestCheck {
  private static final int BLOCK = 32 << 10;

  /** Masked CRC-32C of type and content (4), length (2), type (1). */
  private static final int HEADER = 7;

  private static final int LENGTH = 4;
  private static final int TYPE = 6;

  private final ByteBuffer file;

  private ManifestCheck(byte[] file) {
    this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Looks at the list that a database has.
   *
   * @param folder of the store, for messages
   * @param rocksFolder of the database; may be without any
   * @throws StorageException if it is damaged so
   */
  static void check(Path folder, Path rocksFolder) {
    Path current = rocksFolder.resolve("CURRENT");
    if (!Files.exists(current)) {
      return;
    }
    byte[] bytes;
    String name;
    try {
      name = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
      Path manifest = rocksFolder.resolve(name);
      if (!name.startsWith("MANIFEST-") || !Files.exists(manifest)) {
        return; // RocksDB says so
      }
      bytes = Files.readAllBytes(manifest);
    } catch (IOException e) {
      throw Failures.damaged(folder, "the list of its files cannot be read (" + e + ")");
    }
    OptionalInt damage = damage(bytes);
    if (damage.isPresent()) {
      throw Failures.damaged(
          folder,
          "the record at "
              + damage.getAsInt()
              + " of "
              + name
              + " reaches beyond its end, and others follow it");
    }
  }

  /** Where a record begins that hides whole ones; empty if there is none. */
  static OptionalInt damage(byte[] bytes) {
    return new ManifestCheck(bytes).damage();
  }

  private OptionalInt damage() {
    int at = 0;
    while (at + HEADER <= file.limit()) {
      int left = leftInBlock(at);
      if (left < HEADER) {
        at += left; // what is left of a block is not used
        continue;
      }
      if (end(at) > file.limit() || HEADER + length(at) > left) {
        return followed(at) ? OptionalInt.of(at) : OptionalInt.empty();
      }
      at = end(at);
    }
    return OptionalInt.empty();
  }

  private boolean followed(int cut) {
    for (int at = cut + 1; at + HEADER <= file.limit(); at++) {
      if (leftInBlock(at) >= HEADER + length(at) && end(at) <= file.limit() && isWhole(at)) {
        return true;
      }
    }
    return false;
  }

  private static int leftInBlock(int at) {
    return BLOCK - at % BLOCK;
  }

  private int length(int at) {
    return Short.toUnsignedInt(file.getShort(at + LENGTH));
  }

  private int end(int at) {
    return at + HEADER + length(at);
  }

  private boolean isWhole(int at) {
    CRC32C crc = new CRC32C();
    crc.update(file.array(), at + TYPE, 1 + length(at));
    int value = (int) crc.getValue();
    // Masked, as a checksum of what holds checksums is weak.
    int masked = (value >>> 15 | value << 17) + 0xa282ead8;
    return file.getInt(at) == masked;
  }
}
