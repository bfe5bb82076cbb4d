package io.tripline.state;

import io.tripline.engine.port.StorageException;
import io.tripline.state.AuditLog.Head;
import io.tripline.state.AuditLog.Link;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether an audit log is as it was written.
 *
 * @param head its end, as far as it is whole
 * @param broken the first place at which it is not; null if there is none
 */
public record AuditCheck(Head head, @Nullable Broken broken) {
  private static final Head NONE = new Head(0, "0".repeat(2 * AuditCodec.HASH_BYTES));

  /**
   * A place at which it is not whole.
   *
   * @param number of the entry
   * @param what a sentence
   */
  public record Broken(long number, String what) {}

  /**
   * Checks the log of a store that no process uses; changes nothing.
   *
   * @param anchors ends of the log that were noted elsewhere
   * @throws StorageException if there is no store, or a process uses it
   */
  public static AuditCheck run(Path store, List<Head> anchors) {
    StoreFolder.requireReadable(store);
    AtomicReference<@Nullable AuditCheck> read = new AtomicReference<>();
    StoreLock.whileHeld(
        store,
        () -> {
          try (StoreView view = StoreView.open(store)) {
            read.set(of(view.db(), anchors));
          }
        });
    return Objects.requireNonNull(read.get());
  }

  static AuditCheck of(Database db, List<Head> anchors) {
    return db.scanOnce(
        Family.AUDIT,
        cursor -> {
          Head head = NONE;
          for (boolean there = cursor.first(); there; there = cursor.next()) {
            Broken broken = next(head, Bytes.getLong(cursor.key(), 0), cursor.value());
            if (broken != null) {
              return new AuditCheck(head, broken);
            }
            head = AuditCheck.hashed(cursor.value(), head.entries() + 1);
            broken = anchored(head, anchors);
            if (broken != null) {
              return new AuditCheck(head, broken);
            }
          }
          return new AuditCheck(head, cut(head, anchors));
        });
  }

  private static Head hashed(byte[] record, long number) {
    return new Head(number, java.util.HexFormat.of().formatHex(AuditCodec.hash(record)));
  }

  private static @Nullable Broken next(Head before, long number, byte[] record) {
    if (number != before.entries() + 1) {
      return new Broken(
          before.entries() + 1,
          "Entries %d to %d are missing.".formatted(before.entries() + 1, number - 1));
    }
    Link link;
    try {
      link = AuditCodec.decode(record);
    } catch (RecordReader.MalformedException | IllegalArgumentException e) {
      return new Broken(number, "Entry %d cannot be read.".formatted(number));
    }
    if (link.number() != number) {
      return new Broken(
          number, "Entry %d stands in the place of entry %d.".formatted(link.number(), number));
    }
    if (!link.before().equals(before.hash())) {
      return number == 1
          ? new Broken(1, "Entry 1 follows another one, which is missing.")
          : new Broken(
              number - 1,
              "Entry %d is not the one that entry %d was written after: one of the two was changed."
                  .formatted(number - 1, number));
    }
    return null;
  }

  private static @Nullable Broken anchored(Head head, List<Head> anchors) {
    for (Head each : anchors) {
      if (each.entries() == head.entries() && !each.hash().equalsIgnoreCase(head.hash())) {
        return new Broken(
            head.entries(),
            "Entry %d does not have the hash that was noted: it, or one before it, was changed."
                .formatted(head.entries()));
      }
    }
    return null;
  }

  private static @Nullable Broken cut(Head head, List<Head> anchors) {
    for (Head each : anchors) {
      if (each.entries() > head.entries()) {
        return new Broken(
            head.entries() + 1,
            "There were %d entries when the end was noted; those from %d on are missing."
                .formatted(each.entries(), head.entries() + 1));
      }
    }
    return null;
  }

  public boolean isWhole() {
    return broken == null;
  }
}
