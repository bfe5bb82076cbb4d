package io.tripline.engine.pipeline;

import io.tripline.engine.port.StateStore.StateChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the stream stood at earlier checkpoints: from there on the journal can be read again as it
 * was read then. The more of them, the older they are, the farther apart; the last ones are all
 * there. Written by the alert handler, read by any thread.
 */
final class TimeMarks {
  /** The most that are kept. */
  static final int MOST = 256;

  // By rising sequence. Each change makes a new list, for those who read.
  private volatile List<Mark> marks = List.of();

  /**
   * A place between two entries.
   *
   * @param sequence of the first entry behind it
   * @param time where the intake stood, without what it held
   */
  record Mark(long sequence, TimeReading time) {
    /** Before the first entry. */
    static final Mark START = new Mark(0, TimeReading.START);
  }

  /**
   * Adds the latest, at a barrier.
   *
   * @param changes what the checkpoint has to store of it
   */
  void add(Mark mark, List<StateChange> changes) {
    if (mark.time().clock() == Long.MIN_VALUE || mark.time().ended()) {
      return;
    }
    List<Mark> after = new ArrayList<>(marks);
    if (!after.isEmpty() && after.getLast().sequence() == mark.sequence()) {
      return;
    }
    after.add(mark);
    changes.add(new StateChange(StateIds.MARKS, key(mark), value(mark), false));
    if (after.size() > MOST) {
      Mark gone = after.remove(leastMissed(after));
      changes.add(new StateChange(StateIds.MARKS, key(gone), null, true));
    }
    marks = List.copyOf(after);
  }

  /** The one whose neighbours are the closest, by how long ago they were: never the last ones. */
  private static int leastMissed(List<Mark> all) {
    long now = all.getLast().time().clock();
    int least = 1;
    double leastGap = Double.MAX_VALUE;
    for (int i = 1; i < all.size() - 1; i++) {
      double before = all.get(i - 1).time().clock();
      double gap = (all.get(i + 1).time().clock() - before) / (now - before + 1);
      if (gap < leastGap) {
        least = i;
        leastGap = gap;
      }
    }
    return least;
  }

  /**
   * The latest place at which no event had come yet that is younger than a time; else the earliest
   * one that the journal reaches back to.
   *
   * @param time event time, ms; {@code Long.MIN_VALUE} for as early as can be
   * @param first sequence of the first entry that the journal has
   * @return null if the journal reaches back to none
   */
  @Nullable Mark before(long time, long first) {
    Mark found = first == 0 ? Mark.START : null;
    for (Mark mark : marks) {
      if (mark.sequence() >= first && (found == null || mark.time().clock() <= time)) {
        found = mark;
      }
    }
    return found;
  }

  /** Takes in a stored one. */
  void restore(byte[] key, byte[] value) {
    ByteSource source = new ByteSource("A mark of a checkpoint", value);
    Mark mark = new Mark(new ByteSource("A mark", key).getLong(), MetaCodec.getTime(source));
    List<Mark> after = new ArrayList<>(marks);
    after.add(mark);
    after.sort((a, b) -> Long.compare(a.sequence(), b.sequence()));
    marks = List.copyOf(after);
  }

  private static byte[] key(Mark mark) {
    return new ByteSink().putLong(mark.sequence()).copy();
  }

  private static byte[] value(Mark mark) {
    ByteSink sink = new ByteSink();
    MetaCodec.putTime(sink, mark.time());
    return sink.copy();
  }
}
