package io.tripline.state;

import io.tripline.engine.port.StorageException;
import io.tripline.state.SegmentReader.BrokenRecordException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the journal: reads all that a replay may need, cuts off an end that was never acknowledged,
 * and refuses what is damaged otherwise.
 *
 * <p>In a synced segment each record was on disk before the next one was written. So only the last
 * record of the last segment can be torn. Where records are synced together, all of a segment is on
 * disk before the next one is begun, and in the last one all before what its records say; behind
 * that there may be holes, of which nobody was told. In an unsynced one the system wrote to disk in
 * an order of its own: after a loss of power the journal is good up to the first record that is
 * not, and may end before the last checkpoint, which holds what the lost entries did.
 */
final class JournalFolder {
  private final StoreFolder store;
  private final Path folder;
  private final long checkpoint;

  private final List<JournalSegment> segments = new ArrayList<>();
  private long last = -1;
  private long lastWrittenAt;
  private long lastNumber;
  private boolean mayLackItsEnd;
  private final List<Path> empty = new ArrayList<>();
  private @Nullable String cut;

  /**
   * @param checkpoint sequence of the last checkpoint, −1 if there is none
   * @param sync how the store is used now
   * @throws StorageException if the journal is damaged
   */
  JournalFolder(StoreFolder store, long checkpoint, Sync sync) {
    this.store = store;
    this.folder = store.journal();
    this.checkpoint = checkpoint;
    this.mayLackItsEnd = sync == Sync.OS; // unless there is a file that says something else
    try {
      open();
    } catch (BrokenRecordException e) {
      throw damaged(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read", store.path());
    }
  }

  /** In their order; the last one is whole to its end. */
  List<JournalSegment> segments() {
    return segments;
  }

  /**
   * Sequence of the last entry, or of the last checkpoint if a loss of power has taken the journal
   * before it; −1 if there is neither.
   */
  long last() {
    return last;
  }

  /** When the last record was written, ms since 1970. */
  long lastWrittenAt() {
    return lastWrittenAt;
  }

  /** The greatest number of a file, of those that are gone, too. */
  long lastNumber() {
    return lastNumber;
  }

  /** Whether a loss of power may have taken entries that something else was stored of. */
  boolean mayLackItsEnd() {
    return mayLackItsEnd;
  }

  /** Files without a record: made ready and not used, or cut off altogether. */
  List<Path> empty() {
    return empty;
  }

  /** What was cut off, in a sentence for the operator; null if nothing was. */
  @Nullable String cut() {
    return cut;
  }

  /** A file with something in it, and the head of its first record unless that is broken. */
  private record Found(Path file, long size, @Nullable JournalRecord head) {
    boolean beginsUpTo(long sequence) {
      return head != null && head.first() <= sequence;
    }
  }

  private void open() throws IOException {
    List<Found> files = files();
    int from = 0; // what is before it holds nothing that a replay needs
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i).beginsUpTo(checkpoint)) {
        from = i;
      }
    }
    for (Found past : files.subList(0, from)) {
      addPast(past);
    }
    for (int i = from; i < files.size(); i++) {
      if (i > from && !follows(files.get(i))) {
        delete(files.subList(i, files.size()));
        break;
      }
      if (!read(files.get(i), i + 1 == files.size())) {
        delete(files.subList(i + 1, files.size()));
        break;
      }
    }
    checkEnd();
  }

  private List<Found> files() throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.list(folder)) {
      paths = all.filter(JournalSegment::isSegment).sorted().toList();
    }
    List<Found> files = new ArrayList<>();
    for (Path path : paths) {
      lastNumber = JournalSegment.number(path);
      mayLackItsEnd = !JournalSegment.isSynced(path);
      long size = Files.size(path);
      if (size == 0) {
        empty.add(path);
        continue;
      }
      try (SegmentReader reader = new SegmentReader(path, size)) {
        files.add(new Found(path, size, reader.nextIfWhole()));
      }
    }
    return files;
  }

  private void addPast(Found file) throws IOException {
    JournalRecord head = file.head();
    if (head != null) {
      lastWrittenAt = head.writtenAt();
      segments.add(new JournalSegment(file.file(), head.first(), lastWrittenAt, file.size()));
    } else if (JournalSegment.isSynced(file.file())) {
      throw new BrokenRecordException(file.file(), 0);
    } else {
      Files.delete(file.file()); // nothing of it can be read any more
    }
  }

  /**
   * Reads a file to its end, or to where it is not whole.
   *
   * @return whether it is whole to its end
   */
  private boolean read(Found file, boolean isLast) throws IOException {
    Path path = file.file();
    JournalRecord head = file.head();
    long end = 0;
    if (head != null) {
      last = head.first() - 1;
    }
    try (SegmentReader reader = new SegmentReader(path, file.size())) {
      for (JournalRecord record = reader.nextIfWhole();
          record != null && record.first() == last + 1;
          record = reader.nextIfWhole()) {
        last = record.last();
        lastWrittenAt = record.writtenAt();
        end = reader.position() + record.length();
      }
      boolean mayBeTorn =
          !JournalSegment.isSynced(path) || isLast && !reader.wasSynced(end, last + 1);
      if (end < file.size() && !mayBeTorn) {
        throw new BrokenRecordException(path, end);
      }
    }
    if (head != null) {
      segments.add(new JournalSegment(path, head.first(), head.writtenAt(), end));
    }
    if (end < file.size()) {
      cutOff(path, end, file.size());
      mayLackItsEnd = !JournalSegment.isSynced(path);
    } else if (isLast && JournalSegment.isSynced(path)) {
      // A process that was killed may not have come to it; what is read now has effects.
      force(path);
    }
    return end == file.size();
  }

  /**
   * Whether a file goes on where the one before it ended, or behind the checkpoint, as a journal
   * does that had ended before it. A loss of power can also have taken all of a file between.
   */
  private boolean follows(Found file) {
    JournalRecord head = file.head();
    if (head == null || head.first() == last + 1) {
      return true; // or it is found out when it is read
    }
    boolean isLoss = head.first() > last && !segments.getLast().synced();
    if (isLoss && head.first() <= checkpoint + 1) {
      return true;
    }
    if (!isLoss || JournalSegment.isSynced(file.file())) {
      throw damaged("the journal has no entries " + (last + 1) + " to " + (head.first() - 1));
    }
    return false;
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(false);
    }
  }

  private void cutOff(Path file, long end, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
      channel.force(true);
    }
    if (end == 0) {
      empty.add(file);
    }
    sayCut("the last " + (size - end) + " bytes of " + file.getFileName() + " were cut off");
  }

  private void sayCut(String what) {
    cut =
        (cut == null
                ? "The journal was not whole after entry "
                    + last
                    + ", as after a loss of power or a kill amid a write: "
                : cut + " And ")
            + what
            + ".";
  }

  /** Deletes what is behind a cut. */
  private void delete(List<Found> later) throws IOException {
    for (Found each : later) {
      Files.delete(each.file());
    }
    if (!later.isEmpty()) {
      sayCut("files that begin behind that were deleted, " + later.size() + " of them");
    }
  }

  private void checkEnd() {
    if (last >= checkpoint) {
      return;
    }
    if (!mayLackItsEnd) {
      throw damaged(
          "the journal ends at entry "
              + last
              + ", before the last checkpoint ("
              + checkpoint
              + ")");
    }
    cut =
        (cut == null ? "" : cut + " ")
            + "Entries "
            + (last + 1)
            + " to "
            + checkpoint
            + " are missing in the journal; the last checkpoint holds what they did.";
    last = checkpoint;
  }

  private StorageException damaged(String detail) {
    return Failures.damaged(store.path(), detail);
  }
}
