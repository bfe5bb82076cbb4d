package io.tripline.engine.pipeline;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import io.tripline.engine.port.StorageException;
import org.jspecify.annotations.Nullable;

/** A deployment in the journal: the bytes of a DEPLOY or UNDEPLOY entry. */
final class RuleSetEntryCodec {
  private static final int VERSION = 5;

  /** Without modes: rules keep theirs. */
  private static final int BEFORE_MODES = 2;

  /** Nothing is brought back. */
  private static final int BEFORE_RESTORING = 3;

  /** Nothing drains. */
  private static final int BEFORE_DRAINS = 4;

  private static final int NO_MODE = -1;

  private RuleSetEntryCodec() {}

  /**
   * A deployment as journaled.
   *
   * @param text empty where a rule set is taken away
   * @param fingerprint of the schema that it leads to
   * @param from where that begins which was given to what begins with it; null if nothing was
   * @param mode of all its rules; null if they keep those that they have
   * @param restores see {@link RuleSetVersion}
   * @param drain whether rules that cannot go on as they are complete what they have begun
   */
  record Entry(
      String name,
      int version,
      long deployedAt,
      String text,
      long fingerprint,
      TimeMarks.@Nullable Mark from,
      @Nullable RuleMode mode,
      int restores,
      boolean drain) {
    /** The same with a place. */
    Entry since(TimeMarks.Mark place) {
      return new Entry(name, version, deployedAt, text, fingerprint, place, mode, restores, drain);
    }
  }

  static byte[] encode(Entry entry) {
    ByteSink sink =
        new ByteSink()
            .putByte(VERSION)
            .putText(entry.name())
            .putInt(entry.version())
            .putLong(entry.deployedAt())
            .putText(entry.text())
            .putLong(entry.fingerprint());
    TimeMarks.Mark from = entry.from();
    sink.putByte(from == null ? 0 : 1);
    if (from != null) {
      sink.putLong(from.sequence());
      MetaCodec.putTime(sink, from.time());
    }
    RuleMode mode = entry.mode();
    sink.putInt(mode == null ? NO_MODE : mode.share()).putInt(entry.restores());
    sink.putByte(entry.drain() ? 1 : 0);
    return sink.copy();
  }

  static Entry decode(byte[] bytes) {
    ByteSource source = new ByteSource("A deployment in the journal", bytes);
    int version = source.getByte();
    if (version < BEFORE_MODES || version > VERSION) {
      throw new StorageException(
          "A deployment in the journal has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION
              + ".");
    }
    return new Entry(
        source.getText(),
        source.getInt(),
        source.getLong(),
        source.getText(),
        source.getLong(),
        source.getByte() == 0
            ? null
            : new TimeMarks.Mark(source.getLong(), MetaCodec.getTime(source)),
        version == BEFORE_MODES ? null : mode(source.getInt()),
        version <= BEFORE_RESTORING ? RuleSetVersion.NONE : source.getInt(),
        version > BEFORE_DRAINS && source.getByte() == 1);
  }

  private static @Nullable RuleMode mode(int share) {
    return share == NO_MODE ? null : new RuleMode(share);
  }
}
