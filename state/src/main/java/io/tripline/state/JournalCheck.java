package io.tripline.state;

import io.tripline.engine.pipeline.StoreOutline;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of a journal: each record with its checksum, each block with its own, and that no entry
 * is missing between them. What opening the store would put right by itself is no damage.
 */
final class JournalCheck {
  private static final String JOURNAL = "journal";

  private final Findings findings;
  private long first = -1;
  private long last = -1;

  JournalCheck(Findings findings) {
    this.findings = findings;
  }

  /** Sequence of the oldest entry, or −1. */
  long first() {
    return first;
  }

  /** Sequence of the last entry that was found, or −1. */
  long last() {
    return last;
  }

  /**
   * @param checkpoint sequence of the last entry that the checkpoint holds, −1 if there is none
   */
  void run(Path store, long checkpoint) {
    try {
      List<Path> files =
          JournalView.files(StoreFolder.journal(store)).stream()
              .filter(file -> file.toFile().length() > 0)
              .toList();
      for (int i = 0; i < files.size(); i++) {
        read(files.get(i), i + 1 == files.size());
      }
      checkCheckpoint(files, checkpoint);
    } catch (IOException e) {
      findings.damage(JOURNAL, JOURNAL, "cannot be read (" + e + ")", Findings.RESTORE.strip());
    }
  }

  private void read(Path file, boolean isLast) throws IOException {
    long size = Files.size(file);
    String name = JOURNAL + "/" + file.getFileName();
    findings.count("journal files", 1);
    findings.count("journal bytes", size);
    long end = 0;
    try (SegmentReader reader = new SegmentReader(file, size)) {
      for (JournalRecord record = reader.nextIfWhole();
          record != null;
          record = reader.nextIfWhole()) {
        follow(name, file, record);
        block(name, reader, record);
        end = reader.position() + record.length();
        findings.count("journal records", 1);
      }
      if (end < size) {
        broken(name, file, end, isLast && !reader.wasSynced(end, last + 1));
      }
    }
  }

  private void follow(String name, Path file, JournalRecord record) {
    if (first < 0) {
      first = record.first();
    } else if (record.first() != last + 1) {
      String what =
          record.first() > last
              ? "entries " + (last + 1) + " to " + (record.first() - 1) + " are missing before it"
              : "it begins with entry " + record.first() + ", after entry " + last;
      if (JournalSegment.isSynced(file)) {
        findings.damage(
            "missing entries",
            name,
            what,
            "Those events are lost, and the store is not opened if it needs them."
                + Findings.RESTORE);
      } else {
        findings.note(
            name, what, "They were lost when power failed, as --sync os allows. Nothing to do.");
      }
    }
    last = record.last();
  }

  private void block(String name, SegmentReader reader, JournalRecord record) throws IOException {
    @Nullable String problem = null;
    try {
      long next = StoreOutline.readThrough(record.first(), reader.block(record));
      if (next != record.last() + 1) {
        problem = "holds other entries than it says";
      }
    } catch (StorageException e) {
      problem = String.valueOf(e.getMessage());
    }
    if (problem != null) {
      findings.damage(
          "broken blocks",
          name,
          "the record at byte " + reader.position() + ": " + problem,
          "The record is whole, but what is in it was not written by this version."
              + Findings.RESTORE);
    }
  }

  private void broken(String name, Path file, long at, boolean isEnd) throws IOException {
    long bytes = Files.size(file) - at;
    if (isEnd || !JournalSegment.isSynced(file)) {
      findings.note(
          name,
          "is not whole from byte " + at + " on (" + bytes + " bytes)",
          "Nobody was told that this was stored: the next start cuts it off. Nothing to do.");
    } else {
      findings.damage(
          "broken records",
          name,
          "is broken at byte " + at + ", after entry " + last,
          "Entries from "
              + (last + 1)
              + " on are lost, at least those in this file. If the checkpoint needs them, the store"
              + " is not opened; else evidence and warm starts cannot reach back beyond."
              + Findings.RESTORE);
    }
  }

  private void checkCheckpoint(List<Path> files, long checkpoint) {
    boolean mayLackItsEnd = !files.isEmpty() && !JournalSegment.isSynced(files.getLast());
    if (last < checkpoint && !mayLackItsEnd) {
      findings.damage(
          "checkpoint",
          JOURNAL,
          "ends at entry " + last + ", before the checkpoint (" + checkpoint + ")",
          "Files of the journal are missing, or are those of another store: the store is not"
              + " opened."
              + Findings.RESTORE);
    } else if (first > checkpoint + 1) {
      findings.damage(
          "checkpoint",
          JOURNAL,
          "begins at entry " + first + ", and the checkpoint ends at " + checkpoint,
          "The entries between cannot be replayed: the store is not opened." + Findings.RESTORE);
    }
  }
}
