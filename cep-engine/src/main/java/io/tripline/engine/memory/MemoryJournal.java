package io.tripline.engine.memory;

import io.tripline.engine.port.Journal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class MemoryJournal implements Journal {
  private record Block(long first, long last, byte[] bytes) {}

  private final Object lock;
  private final boolean keep;
  private final List<Block> blocks = new ArrayList<>();

  /** Of a checkpoint that holds what lost entries did; −1 if none are lost. */
  private long lostUpTo = -1;

  private boolean mayLackItsEnd;

  MemoryJournal(Object lock, boolean keep) {
    this.lock = lock;
    this.keep = keep;
  }

  @Override
  public boolean discards() {
    return !keep;
  }

  @Override
  public long lastSequence() {
    synchronized (lock) {
      return blocks.isEmpty() ? lostUpTo : Math.max(lostUpTo, blocks.getLast().last());
    }
  }

  @Override
  public boolean mayLackItsEnd() {
    return mayLackItsEnd;
  }

  @Override
  public void append(long firstSequence, long lastSequence, byte[] block, int length) {
    synchronized (lock) {
      if (firstSequence != lastSequence() + 1 || lastSequence < firstSequence) {
        throw new IllegalArgumentException(
            "block " + firstSequence + " to " + lastSequence + " after " + lastSequence());
      }
      if (keep) {
        blocks.add(new Block(firstSequence, lastSequence, Arrays.copyOf(block, length)));
      }
    }
  }

  @Override
  public void readWhile(long from, BlockWalker walker) {
    List<Block> read;
    synchronized (lock) {
      read = blocks.stream().filter(block -> block.last() >= from).toList();
    }
    for (Block block : read) {
      if (!walker.block(block.first(), block.bytes().clone())) {
        return;
      }
    }
  }

  @Override
  public Journal.@Nullable Block blockAt(long sequence) {
    synchronized (lock) {
      for (Block block : blocks) {
        if (sequence <= block.last()) {
          return new Journal.Block(block.first(), block.bytes().clone());
        }
      }
      return null;
    }
  }

  void copyTo(MemoryJournal copy) {
    copy.blocks.addAll(blocks);
    copy.lostUpTo = lostUpTo;
    copy.mayLackItsEnd = mayLackItsEnd;
  }

  /**
   * Loses the last blocks.
   *
   * @param checkpoint sequence of the last one, which may be behind what is left then
   */
  void lose(int lost, long checkpoint) {
    blocks.subList(Math.max(0, blocks.size() - lost), blocks.size()).clear();
    lostUpTo = Math.max(lostUpTo, checkpoint);
    mayLackItsEnd = true;
  }
}
