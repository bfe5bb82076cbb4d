package io.tripline.ingest.json;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventWriter;
import java.util.List;

/**
 * Reads the members of records in the one order in which they came lately: as code that knows each
 * name and what follows it, written by {@link MemberCode}. It stops at the first member that is
 * otherwise, and {@link PlainRecords} goes on from there. Not thread-safe.
 */
abstract class MemberSequence {
  /** In place of a member: nothing stopped it, the record is at its end. */
  static final int DONE = -1;

  final PlainField[] fields;
  final MemberReader reader;

  /** The fields that were given before each member, as bits. */
  private final long[] given;

  /** The place of the member at which it stopped, or {@link #DONE}. */
  int reached;

  MemberSequence(List<PlainField> members, MemberReader reader) {
    this.fields = members.toArray(PlainField[]::new);
    this.reader = reader;
    given = new long[fields.length + 1];
    for (int i = 0; i < fields.length; i++) {
      given[i + 1] = given[i] | fields[i].bit;
    }
  }

  /**
   * Reads members into the event begun; {@link #reached} says how far.
   *
   * @param from the first member, behind the brace
   * @param to before which the record ends; {@link PlainRecords#BEYOND} bytes follow
   * @return the place after the closing brace, or that of the member at which it stopped
   */
  abstract int read(byte[] record, int from, int to, EventWriter out);

  /** Whether these are its members. */
  boolean isOf(List<PlainField> members) {
    return members.equals(List.of(fields));
  }

  /** What was given before the member at which it stopped. */
  long given() {
    return given[reached];
  }

  /** The member before that one, or else what stands before the first. */
  PlainField previous(PlainField start) {
    return reached == 0 ? start : fields[reached - 1];
  }

  /** Whether up to eight bytes stand there. */
  static boolean stands(byte[] record, int at, long word, long mask) {
    return (Bytes.getLong(record, at) & mask) == word;
  }

  /** Whether nine to sixteen bytes stand there. */
  static boolean stands(byte[] record, int at, long first, long second, long mask) {
    long others =
        Bytes.getLong(record, at) ^ first
            | (Bytes.getLong(record, at + Long.BYTES) ^ second) & mask;
    return others == 0;
  }
}
