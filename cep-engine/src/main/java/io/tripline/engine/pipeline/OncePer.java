package io.tripline.engine.pipeline;

import static java.util.Objects.requireNonNull;

import io.tripline.dsl.ir.AlertSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code once per} remembers: for each rule and key the alert that holds others back. Belongs
 * to the alert handler.
 */
final class OncePer {
  /** Names a rule over its versions. */
  private record RuleName(String ruleSet, String rule) {
    static RuleName of(RunningRule rule) {
      return new RuleName(rule.ruleSet(), rule.name());
    }
  }

  /** An alert that stands. */
  static final class Standing {
    private final long clock;
    private final long ordinal;
    private long suppressed;

    private Standing(long clock, long ordinal, long suppressed) {
      this.clock = clock;
      this.ordinal = ordinal;
      this.suppressed = suppressed;
    }

    long ordinal() {
      return ordinal;
    }

    /** Counts one more match held back; how many there are now. */
    long suppress() {
      return ++suppressed;
    }
  }

  /** In each map the oldest first: time never runs backwards, and a renewed one goes to the end. */
  private final Map<RuleName, LinkedHashMap<ByteBuffer, Standing>> rules = new HashMap<>();

  /** The alert that holds back a match at this clock, or null. Inclusive, like every time bound. */
  @Nullable Standing holding(RunningRule rule, byte[] key, long clock) {
    long oncePer = requireNonNull(rule.rule().alert()).oncePerMillis();
    if (oncePer == AlertSpec.NO_LIMIT) {
      return null;
    }
    LinkedHashMap<ByteBuffer, Standing> standing = rules.get(RuleName.of(rule));
    Standing found = standing == null ? null : standing.get(ByteBuffer.wrap(key));
    return found == null || isOver(found, oncePer, clock) ? null : found;
  }

  private static boolean isOver(Standing standing, long oncePer, long clock) {
    // Without overflow at the end of time, which comes after the end of the input.
    return standing.clock < SourceClocks.before(clock, oncePer);
  }

  /** After an alert was raised. */
  void raised(RunningRule rule, byte[] key, long clock, long ordinal) {
    long oncePer = requireNonNull(rule.rule().alert()).oncePerMillis();
    if (oncePer == AlertSpec.NO_LIMIT) {
      return;
    }
    LinkedHashMap<ByteBuffer, Standing> standing =
        rules.computeIfAbsent(RuleName.of(rule), name -> new LinkedHashMap<>());
    forgetOld(standing, oncePer, clock);
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    standing.remove(wrapped);
    standing.put(wrapped, new Standing(clock, ordinal, 0));
  }

  private static void forgetOld(Map<ByteBuffer, Standing> standing, long oncePer, long clock) {
    Iterator<Standing> oldest = standing.values().iterator();
    while (oldest.hasNext() && isOver(oldest.next(), oncePer, clock)) {
      oldest.remove();
    }
  }

  /** Keeps what means the same under the new rules, and forgets the rest. */
  void install(Running before, Running after) {
    for (RunningRule earlier : before.rules()) {
      boolean goesOn =
          after.rules().stream()
              .anyMatch(
                  rule ->
                      RuleName.of(rule).equals(RuleName.of(earlier))
                          && rule.keyShape().equals(earlier.keyShape())
                          && requireNonNull(rule.rule().alert()).oncePerMillis()
                              != AlertSpec.NO_LIMIT);
      if (!goesOn) {
        rules.remove(RuleName.of(earlier));
      }
    }
  }

  /** What to keep in a checkpoint, sorted as the running rules are. */
  List<Meta.OncePerEntry> save(Running running, TimeReading time) {
    List<Meta.OncePerEntry> entries = new ArrayList<>();
    for (RunningRule rule : running.rules()) {
      LinkedHashMap<ByteBuffer, Standing> standing = rules.get(RuleName.of(rule));
      if (standing != null) {
        long oncePer = requireNonNull(rule.rule().alert()).oncePerMillis();
        forgetOld(standing, oncePer, time.clockOf(rule.lateness()));
        List<Meta.Standing> saved = new ArrayList<>();
        standing.forEach(
            (key, s) ->
                saved.add(new Meta.Standing(key.array(), s.clock, s.ordinal, s.suppressed)));
        entries.add(new Meta.OncePerEntry(rule.ruleSet(), rule.name(), saved));
      }
    }
    return entries;
  }

  void restore(List<Meta.OncePerEntry> entries) {
    for (Meta.OncePerEntry entry : entries) {
      LinkedHashMap<ByteBuffer, Standing> standing = new LinkedHashMap<>();
      for (Meta.Standing s : entry.standing()) {
        standing.put(
            ByteBuffer.wrap(s.key()), new Standing(s.clock(), s.ordinal(), s.suppressed()));
      }
      rules.put(new RuleName(entry.ruleSet(), entry.rule()), standing);
    }
  }
}
