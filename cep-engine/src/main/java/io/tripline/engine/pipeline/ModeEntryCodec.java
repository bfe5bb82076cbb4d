package io.tripline.engine.pipeline;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.StorageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Modes of rules in bytes: a change of them as a MODES entry, and how they are in a checkpoint. */
final class ModeEntryCodec {
  /** Of changes that were always there. */
  private static final int VERSION = 1;

  /** Of a rule that has failed, which versions of Tripline before that could not read. */
  private static final int OF_FAILURE = 2;

  /** Of a rule that has drained, likewise. */
  private static final int OF_DRAIN = 3;

  private static final int TO = 1;
  private static final int PAUSE = 2;
  private static final int RESUME = 3;
  private static final int FAIL = 4;
  private static final int DRAINED = 5;

  private ModeEntryCodec() {}

  /**
   * A change as journaled.
   *
   * @param ruleSet whose modes change
   * @param changedAt wall clock, ms since 1970 (for people only)
   */
  record Entry(String ruleSet, long changedAt, RuleModes.Change change) {}

  static byte[] encode(Entry entry) {
    RuleModes.Change change = entry.change();
    String rule = change.rule();
    ByteSink sink =
        new ByteSink()
            .putByte(format(change))
            .putText(entry.ruleSet())
            .putLong(entry.changedAt())
            .putText(rule == null ? "" : rule);
    switch (change) {
      case RuleModes.Change.To to -> sink.putByte(TO).putInt(to.mode().share());
      case RuleModes.Change.Pause _ -> sink.putByte(PAUSE);
      case RuleModes.Change.Resume _ -> sink.putByte(RESUME);
      case RuleModes.Change.Fail fail -> sink.putByte(FAIL).putText(fail.reason());
      case RuleModes.Change.Drained drained -> sink.putByte(DRAINED).putInt(drained.version());
    }
    return sink.copy();
  }

  private static int format(RuleModes.Change change) {
    return switch (change) {
      case RuleModes.Change.To _, RuleModes.Change.Pause _, RuleModes.Change.Resume _ -> VERSION;
      case RuleModes.Change.Fail _ -> OF_FAILURE;
      case RuleModes.Change.Drained _ -> OF_DRAIN;
    };
  }

  static Entry decode(byte[] bytes) {
    ByteSource source = new ByteSource("A change of modes in the journal", bytes);
    int version = source.getByte();
    if (version < VERSION || version > OF_DRAIN) {
      throw new StorageException(
          "A change of modes in the journal has format "
              + version
              + "; this version of Tripline reads format "
              + OF_DRAIN
              + ".");
    }
    String ruleSet = source.getText();
    long changedAt = source.getLong();
    String name = source.getText();
    String rule = name.isEmpty() ? null : name;
    RuleModes.Change change =
        switch (source.getByte()) {
          case TO -> new RuleModes.Change.To(rule, mode(source));
          case PAUSE -> new RuleModes.Change.Pause(rule);
          case RESUME -> new RuleModes.Change.Resume(rule);
          case DRAINED -> new RuleModes.Change.Drained(name, source.getInt());
          case FAIL -> new RuleModes.Change.Fail(name, source.getText());
          default -> throw source.damaged();
        };
    if (!source.atEnd()) {
      throw source.damaged();
    }
    return new Entry(ruleSet, changedAt, change);
  }

  static void put(ByteSink sink, RuleModes modes) {
    sink.putInt(modes.ofSet().share()).putInt(modes.own().size());
    new TreeMap<>(modes.own()).forEach((rule, mode) -> sink.putText(rule).putInt(mode.share()));
    sink.putByte(modes.allPaused() ? 1 : 0).putInt(modes.paused().size());
    new TreeSet<>(modes.paused()).forEach(sink::putText);
    sink.putInt(modes.failed().size());
    new TreeMap<>(modes.failed()).forEach((rule, reason) -> sink.putText(rule).putText(reason));
  }

  /**
   * @param withFailures whether they tell which rules have failed
   */
  static RuleModes get(ByteSource source, boolean withFailures) {
    RuleMode ofSet = mode(source);
    Map<String, RuleMode> own = new TreeMap<>();
    for (int left = source.getInt(); left > 0; left--) {
      own.put(source.getText(), mode(source));
    }
    boolean allPaused = source.getByte() == 1;
    TreeSet<String> paused = new TreeSet<>();
    for (int left = source.getInt(); left > 0; left--) {
      paused.add(source.getText());
    }
    Map<String, String> failed = new TreeMap<>();
    for (int left = withFailures ? source.getInt() : 0; left > 0; left--) {
      failed.put(source.getText(), source.getText());
    }
    return new RuleModes(ofSet, own, allPaused, paused, failed);
  }

  private static RuleMode mode(ByteSource source) {
    int share = source.getInt();
    if (share < 0 || share > RuleMode.ALL) {
      throw source.damaged();
    }
    return new RuleMode(share);
  }
}
