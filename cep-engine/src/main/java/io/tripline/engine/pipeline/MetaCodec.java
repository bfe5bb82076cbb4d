package io.tripline.engine.pipeline;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * {@link Meta} in bytes: a byte with the format's version, a CRC-32C of the rest, then the record's
 * components in their order; a list is its size and its elements. All integers are big-endian.
 */
final class MetaCodec {
  static final int VERSION = 8;

  /** Nothing drains. */
  private static final int BEFORE_DRAINS = 7;

  /** No rule had failed. */
  private static final int BEFORE_FAILURES = 6;

  /** Without modes: all rules are live. */
  private static final int BEFORE_MODES = 5;

  private static final int CHECKSUM_AT = 1;
  private static final int HEADER = 5;

  private MetaCodec() {}

  static byte[] encode(Meta meta) {
    ByteSink sink = new ByteSink();
    sink.putByte(VERSION).putInt(0);
    putTime(sink, meta.time());
    sink.putLong(meta.ordinal()).putLong(meta.inShadow());
    sink.putInt(meta.schemaId()).putLong(meta.schemaFingerprint()).putLong(meta.nextStateId());
    putList(sink, meta.ruleSets(), MetaCodec::putRuleSet);
    putList(
        sink,
        meta.series(),
        (s, series) ->
            s.putText(series.text())
                .putLong(series.stateId())
                .putText(series.shape())
                .putLong(series.reach()));
    sink.putLong(meta.contents().nextStateId());
    putList(sink, meta.contents().all(), MetaCodec::putContents);
    CRC32C checksum = new CRC32C();
    checksum.update(sink.bytes(), HEADER, sink.length() - HEADER);
    sink.setInt(CHECKSUM_AT, (int) checksum.getValue());
    return sink.copy();
  }

  static void putTime(ByteSink sink, TimeReading time) {
    sink.putLong(time.events()).putLong(time.clock()).putLong(time.least());
    TimeReading.Counts counts = time.counts();
    sink.putLong(counts.late()).putLong(counts.diverted()).putLong(counts.dropped());
    sink.putLong(counts.duplicates()).putLong(counts.releasedEarly());
    putList(
        sink,
        time.sources(),
        (s, source) ->
            s.putText(source.name()).putLong(source.greatest()).putByte(source.idle() ? 1 : 0));
    putList(
        sink,
        time.lanes(),
        (s, lane) -> s.putLong(lane.lateness()).putLong(lane.watermark()).putLong(lane.floor()));
  }

  private static void putRuleSet(ByteSink sink, Meta.RuleSetEntry ruleSet) {
    sink.putText(ruleSet.name()).putInt(ruleSet.version());
    putList(
        sink,
        ruleSet.rules(),
        (s, rule) -> s.putText(rule.name()).putLong(rule.stateId()).putText(rule.stateShape()));
    ModeEntryCodec.put(sink, ruleSet.modes());
    sink.putByte(ruleSet.draining() ? 1 : 0);
  }

  private static void putContents(ByteSink sink, ContentsReading.Named named) {
    sink.putText(named.name()).putLong(named.fingerprint());
    putList(
        sink,
        named.generations(),
        (s, g) ->
            s.putLong(g.stateId())
                .putLong(g.time())
                .putLong(g.number())
                .putText(g.by())
                .putLong(g.changedAt())
                .putInt(g.count()));
  }

  private static <T> void putList(ByteSink sink, List<T> list, BiConsumer<ByteSink, T> put) {
    sink.putInt(list.size());
    list.forEach(element -> put.accept(sink, element));
  }

  /**
   * @throws StorageException if the bytes are damaged or of a later format
   */
  static Meta decode(byte[] bytes) {
    ByteSource source = new ByteSource("The last checkpoint", bytes);
    int version = source.getByte();
    if (version < BEFORE_MODES || version > VERSION) {
      throw new StorageException(
          "The last checkpoint has format "
              + version
              + "; this version of Tripline reads format "
              + VERSION
              + ".");
    }
    int expected = source.getInt();
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, HEADER, bytes.length - HEADER);
    if ((int) checksum.getValue() != expected) {
      throw source.damaged();
    }
    Meta meta =
        new Meta(
            getTime(source),
            source.getLong(),
            version == BEFORE_MODES ? 0 : source.getLong(),
            source.getInt(),
            source.getLong(),
            source.getLong(),
            getList(source, s -> getRuleSet(s, version)),
            getList(
                source,
                s -> new Meta.SeriesEntry(s.getText(), s.getLong(), s.getText(), s.getLong())),
            new ContentsReading(source.getLong(), getList(source, MetaCodec::getContents)));
    if (!source.atEnd()) {
      throw source.damaged();
    }
    return meta;
  }

  static TimeReading getTime(ByteSource source) {
    return new TimeReading(
        source.getLong(),
        source.getLong(),
        source.getLong(),
        new TimeReading.Counts(
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong(),
            source.getLong()),
        getList(
            source, s -> new TimeReading.SourceReading(s.getText(), s.getLong(), s.getByte() == 1)),
        0,
        getList(
            source, s -> new TimeReading.LaneReading(s.getLong(), s.getLong(), s.getLong(), 0)));
  }

  private static ContentsReading.Named getContents(ByteSource source) {
    return new ContentsReading.Named(
        source.getText(),
        source.getLong(),
        getList(
            source,
            s ->
                new ContentsReading.Generation(
                    s.getLong(), s.getLong(), s.getLong(), s.getText(), s.getLong(), s.getInt())));
  }

  private static Meta.RuleSetEntry getRuleSet(ByteSource source, int version) {
    return new Meta.RuleSetEntry(
        source.getText(),
        source.getInt(),
        getList(source, s -> new Meta.RuleEntry(s.getText(), s.getLong(), s.getText())),
        version == BEFORE_MODES
            ? RuleModes.LIVE
            : ModeEntryCodec.get(source, version > BEFORE_FAILURES),
        version > BEFORE_DRAINS && source.getByte() == 1);
  }

  private static <T> List<T> getList(ByteSource source, Function<ByteSource, T> get) {
    int size = source.getInt();
    if (size < 0) {
      throw source.damaged();
    }
    List<T> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(get.apply(source));
    }
    return list;
  }
}
