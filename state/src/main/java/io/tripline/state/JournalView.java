package io.tripline.state;

import io.tripline.engine.port.Journal;
import io.tripline.state.SegmentReader.BrokenRecordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a store that no process uses, to read it. No file is changed: an end that opening
 * would cut off is passed over, all other damage is refused where reading comes to it.
 */
final class JournalView implements Journal {
  private final Path store;
  private final List<JournalSegment> segments = new ArrayList<>();

  /** By the file after it, one that begins with no whole record. */
  private final Map<JournalSegment, Path> brokenBefore = new HashMap<>();

  private final boolean mayLackItsEnd;
  private long last = -1;

  /**
   * @param store for messages
   * @param folder of the journal
   */
  JournalView(Path store, Path folder) {
    this.store = store;
    try {
      List<Path> files = files(folder);
      Path broken = null;
      for (Path file : files) {
        JournalSegment segment = read(file);
        if (segment == null) {
          boolean isDamage = Files.size(file) > 0 && JournalSegment.isSynced(file);
          broken = isDamage ? file : broken;
          continue;
        }
        segments.add(segment);
        if (broken != null) {
          brokenBefore.put(segment, broken);
        }
        broken = null;
      }
      readLast();
      this.mayLackItsEnd = !files.isEmpty() && files.stream().noneMatch(JournalSegment::isSynced);
    } catch (BrokenRecordException e) {
      throw Failures.damaged(store, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw Failures.ofFiles(e, "read", store);
    }
  }

  /** All of a folder, in their order, those without a record, too. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(JournalSegment::isSegment).sorted().toList();
    }
  }

  private static @Nullable JournalSegment read(Path file) throws IOException {
    long size = Files.size(file);
    try (SegmentReader reader = new SegmentReader(file, size)) {
      JournalRecord head = size == 0 ? null : reader.nextIfWhole();
      return head == null ? null : new JournalSegment(file, head.first(), head.writtenAt(), size);
    }
  }

  /** The last one may end in a record that is not whole. */
  private void readLast() throws IOException {
    if (segments.isEmpty()) {
      return;
    }
    JournalSegment all = segments.removeLast();
    long end = 0;
    try (SegmentReader reader = all.open()) {
      for (JournalRecord head = reader.nextIfWhole(); head != null; head = reader.nextIfWhole()) {
        last = head.last();
        end = reader.position() + head.length();
      }
    }
    JournalSegment whole = new JournalSegment(all.file(), all.first(), all.firstWrittenAt(), end);
    segments.add(whole);
    Path broken = brokenBefore.remove(all);
    if (broken != null) {
      brokenBefore.put(whole, broken);
    }
  }

  /** In their order; the last one as far as it is whole from its beginning. */
  List<JournalSegment> segments() {
    return segments;
  }

  @Override
  public long lastSequence() {
    return last;
  }

  @Override
  public boolean mayLackItsEnd() {
    return mayLackItsEnd;
  }

  @Override
  public void append(long firstSequence, long lastSequence, byte[] block, int length) {
    throw new UnsupportedOperationException("it is only read");
  }

  @Override
  public @Nullable Block blockAt(long sequence) {
    Block[] found = new Block[1];
    readWhile(
        sequence,
        (first, block) -> {
          found[0] = new Block(first, block);
          return false;
        });
    return found[0];
  }

  @Override
  public void readWhile(long from, BlockWalker walker) {
    readOn(
        from,
        (first, _, block) -> walker.block(first, block),
        broken -> {
          throw Failures.damaged(store, broken);
        });
  }

  /** Takes blocks while it wants more. */
  @FunctionalInterface
  interface RecordWalker {
    /**
     * Takes a block with the sequences of its first and its last entry; whether the next one is
     * wanted.
     */
    boolean block(long first, long last, byte[] block);
  }

  /**
   * The same, which can go on behind damage, with the next file.
   *
   * @param damaged told where a file is broken
   */
  void readOn(long from, RecordWalker walker, Consumer<String> damaged) {
    for (int i = 0; i < segments.size(); i++) {
      JournalSegment segment = segments.get(i);
      boolean isBefore = i + 1 < segments.size() && segments.get(i + 1).first() <= from;
      Path broken = brokenBefore.get(segment);
      if (broken != null && segment.first() > from) {
        damaged.accept(String.valueOf(new BrokenRecordException(broken, 0).getMessage()));
      }
      try {
        if (!isBefore && !walk(segment, from, walker)) {
          return;
        }
      } catch (BrokenRecordException e) {
        damaged.accept(String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw Failures.ofFiles(e, "read", store);
      }
    }
  }

  private static boolean walk(JournalSegment segment, long from, RecordWalker walker)
      throws IOException {
    try (SegmentReader reader = segment.open()) {
      segment.seek(reader, from);
      for (JournalRecord head = reader.next(); head != null; head = reader.next()) {
        if (head.last() >= from && !walker.block(head.first(), head.last(), reader.block(head))) {
          return false;
        }
      }
      return true;
    }
  }
}
