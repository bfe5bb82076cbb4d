package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.engine.port.StateStore.StateChange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code once per} remembers: for each rule and key the alert that holds others back. Keyed
 * state of the alert handler: at a barrier it is handed over like that of the match workers, what
 * has changed, bit by bit, and what is about to change before it does.
 */
final class OncePer {
  /**
   * Names a rule over its versions, and one that drains as of its version. What it finds in shadow
   * holds back nothing else.
   */
  private record RuleName(String ruleSet, String rule, boolean inShadow) {
    static RuleName of(RunningRule rule, boolean inShadow) {
      return new RuleName(rule.ruleSet(), rule.label(), inShadow);
    }

    /** Of the rule of that name which is deployed, whose place a draining one had. */
    static RuleName ofDeployed(RunningRule rule, boolean inShadow) {
      return new RuleName(rule.ruleSet(), rule.name(), inShadow);
    }

    long stateId() {
      return inShadow ? StateIds.ONCE_PER_IN_SHADOW : StateIds.ONCE_PER;
    }
  }

  /** An alert that stands. */
  final class Standing {
    private final RuleName rule;
    private final ByteBuffer key;
    private long clock;
    private long ordinal;
    private long suppressed;
    // After which barrier it was changed; NEVER if that was handed over.
    private long changedAfter = NEVER;
    private boolean stored;

    private Standing(RuleName rule, ByteBuffer key) {
      this.rule = rule;
      this.key = key;
    }

    long ordinal() {
      return ordinal;
    }

    /** Counts one more match held back; how many there are now. */
    long suppress() {
      set(clock, ordinal, suppressed + 1);
      if (drains) {
        tellOthers(this);
      }
      return suppressed;
    }

    private void set(long newClock, long newOrdinal, long newSuppressed) {
      beforeChange(this);
      clock = newClock;
      ordinal = newOrdinal;
      suppressed = newSuppressed;
      if (savesChanges && changedAfter != barriers) {
        changedAfter = barriers;
        changes.add(this);
      }
    }

    private byte[] name() {
      ByteSink sink = new ByteSink().putText(rule.ruleSet()).putText(rule.rule());
      return sink.putRaw(key.array(), 0, key.array().length).copy();
    }
  }

  private static final long NEVER = -1;
  private static final boolean[] IN_SHADOW_OR_NOT = {true, false};

  private final boolean savesChanges;

  /** In each map the oldest first: time never runs backwards, and a renewed one goes to the end. */
  private final Map<RuleName, LinkedHashMap<ByteBuffer, Standing>> rules = new HashMap<>();

  // Whether a rule drains, so that one alert can stand twice.
  private boolean drains;

  // Since the last barrier; what is gone is in there, too, and unchanged.
  private List<Standing> changes = new ArrayList<>();
  private List<StateChange> deletes = new ArrayList<>();
  private long barriers;
  // Of the last barrier; those that were not handed over yet were changed before it.
  private List<Standing> leaving = List.of();
  private int handedOver;
  private List<StateChange> target = List.of();

  /**
   * @param savesChanges whether there are ever barriers
   * @param running the rules at the start
   */
  OncePer(boolean savesChanges, Running running) {
    this.drains = !running.draining().isEmpty();
    this.savesChanges = savesChanges;
  }

  /** The alert that holds back a match at this clock, or null. Inclusive, like every time bound. */
  @Nullable Standing holding(RunningRule rule, byte[] key, long clock, boolean inShadow) {
    long oncePer = oncePer(rule);
    if (oncePer == AlertSpec.NO_LIMIT) {
      return null;
    }
    LinkedHashMap<ByteBuffer, Standing> standing = rules.get(RuleName.of(rule, inShadow));
    Standing found = standing == null ? null : standing.get(ByteBuffer.wrap(key));
    return found == null || isOver(found, oncePer, clock) ? null : found;
  }

  private static long oncePer(RunningRule rule) {
    AlertSpec alert = rule.rule().alert();
    return alert == null ? AlertSpec.NO_LIMIT : alert.oncePerMillis();
  }

  private static boolean isOver(Standing standing, long oncePer, long clock) {
    // Without overflow at the end of time, which comes after the end of the input.
    return standing.clock < SourceClocks.before(clock, oncePer);
  }

  /** After an alert was raised. */
  void raised(RunningRule rule, byte[] key, long clock, boolean inShadow, long ordinal) {
    long oncePer = oncePer(rule);
    if (oncePer == AlertSpec.NO_LIMIT) {
      return;
    }
    RuleName name = RuleName.of(rule, inShadow);
    LinkedHashMap<ByteBuffer, Standing> standing =
        rules.computeIfAbsent(name, each -> new LinkedHashMap<>());
    forgetOld(standing, oncePer, clock);
    ByteBuffer wrapped = ByteBuffer.wrap(key);
    Standing renewed = standing.remove(wrapped);
    Standing raised = renewed == null ? new Standing(name, wrapped) : renewed;
    raised.set(clock, ordinal, 0);
    standing.put(raised.key, raised);
  }

  private void forgetOld(Map<ByteBuffer, Standing> standing, long oncePer, long clock) {
    Iterator<Standing> oldest = standing.values().iterator();
    while (oldest.hasNext()) {
      Standing next = oldest.next();
      if (!isOver(next, oncePer, clock)) {
        return;
      }
      forget(next);
      oldest.remove();
    }
  }

  private void forget(Standing standing) {
    beforeChange(standing);
    standing.changedAfter = NEVER;
    if (standing.stored) {
      deletes.add(new StateChange(standing.rule.stateId(), standing.name(), null, true));
    }
  }

  /**
   * Keeps what means the same under the new rules, and forgets the rest: also what was over by the
   * rules so far, which a barrier may have forgotten already, though it holds others back by a rule
   * that looks farther back.
   *
   * @param clocks the time that each lane has come to where the new rules take effect
   */
  void install(Running before, Running after, long[] clocks) {
    Lanes lanes = after.lanes();
    drains = !after.draining().isEmpty();
    List<RunningRule> earlierRules = before.rules();
    Map<RuleName, RunningRule> next = new HashMap<>();
    for (RunningRule rule : after.rules()) {
      next.put(RuleName.of(rule, false), rule);
      boolean begins =
          rule.draining()
              && earlierRules.stream()
                  .anyMatch(b -> b.stateId() == rule.stateId() && !b.draining());
      for (boolean inShadow : IN_SHADOW_OR_NOT) {
        if (begins) {
          drain(rule, inShadow);
        }
      }
    }
    for (RunningRule earlier : earlierRules) {
      RunningRule rule = next.get(RuleName.of(earlier, false));
      for (boolean inShadow : IN_SHADOW_OR_NOT) {
        install(RuleName.of(earlier, inShadow), earlier, rule, lanes, clocks);
      }
    }
  }

  /** What stood when it was deployed stands for it, and for who takes its place, each by itself. */
  private void drain(RunningRule rule, boolean inShadow) {
    LinkedHashMap<ByteBuffer, Standing> standing = rules.get(RuleName.ofDeployed(rule, inShadow));
    if (standing == null) {
      return;
    }
    RuleName name = RuleName.of(rule, inShadow);
    LinkedHashMap<ByteBuffer, Standing> own = new LinkedHashMap<>();
    for (Standing each : standing.values()) {
      Standing copy = new Standing(name, each.key);
      copy.set(each.clock, each.ordinal, each.suppressed);
      own.put(copy.key, copy);
    }
    rules.put(name, own);
  }

  /** One alert can stand for a rule and for an earlier one that drains; it has one count. */
  private void tellOthers(Standing counted) {
    for (LinkedHashMap<ByteBuffer, Standing> each : rules.values()) {
      Standing same = each.get(counted.key);
      if (same != null && same != counted && same.ordinal == counted.ordinal) {
        same.set(same.clock, same.ordinal, counted.suppressed);
      }
    }
  }

  /**
   * The same for one rule.
   *
   * @param next the rule of its name from now on; null if there is none
   */
  private void install(
      RuleName name, RunningRule earlier, @Nullable RunningRule next, Lanes lanes, long[] clocks) {
    LinkedHashMap<ByteBuffer, Standing> standing = rules.get(name);
    if (standing == null) {
      return;
    }
    boolean goesOn =
        next != null
            && next.keyShape().equals(earlier.keyShape())
            && oncePer(next) != AlertSpec.NO_LIMIT;
    if (next != null && goesOn) {
      forgetOld(standing, oncePer(earlier), clocks[lanes.find(next.lateness())]);
    } else {
      rules.remove(name);
      standing.values().forEach(this::forget);
    }
  }

  // ---- checkpoints

  /**
   * At a barrier: what has changed since the one before is to be handed over from now on. That of
   * the one before has to be.
   *
   * @param to filled as it is handed over
   */
  void leave(Running running, TimeReading time, List<StateChange> to) {
    for (RunningRule rule : running.rules()) {
      for (boolean inShadow : IN_SHADOW_OR_NOT) {
        LinkedHashMap<ByteBuffer, Standing> standing = rules.get(RuleName.of(rule, inShadow));
        if (standing != null) {
          // A rule without alerts forgets nothing by itself.
          forgetOld(standing, oncePer(rule), time.clockOf(rule.lateness()));
        }
      }
    }
    to.addAll(deletes);
    deletes = new ArrayList<>();
    target = to;
    leaving = changes;
    handedOver = 0;
    changes = new ArrayList<>();
    barriers++;
  }

  /**
   * Hands over what is left.
   *
   * @param most of them, at most
   * @return whether that was all
   */
  boolean handOver(int most) {
    int end = most < leaving.size() - handedOver ? handedOver + most : leaving.size();
    while (handedOver < end) {
      beforeChange(leaving.get(handedOver++));
    }
    if (handedOver < leaving.size()) {
      return false;
    }
    // Whoever writes it has it now; it can be large, and the next barrier far.
    leaving = List.of();
    handedOver = 0;
    target = List.of();
    return true;
  }

  /** Hands over how it was at the barrier, unless it has been. */
  private void beforeChange(Standing standing) {
    if (standing.changedAfter != NEVER && standing.changedAfter < barriers) {
      standing.changedAfter = NEVER;
      byte[] value =
          new ByteSink()
              .putLong(standing.clock)
              .putLong(standing.ordinal)
              .putLong(standing.suppressed)
              .copy();
      target.add(new StateChange(standing.rule.stateId(), standing.name(), value, standing.stored));
      standing.stored = true;
    }
  }

  /**
   * What is stored of an alert that stands.
   *
   * @param clock at which it was raised, ms
   * @param suppressed how many matches it has held back
   */
  record Stored(
      String ruleSet, String rule, byte[] key, long clock, long ordinal, long suppressed) {}

  /**
   * Reads a stored state.
   *
   * @throws io.tripline.engine.port.StorageException if it is damaged
   */
  static Stored read(byte[] stateKey, byte[] value) {
    ByteSource name = new ByteSource("The name of an alert that stands", stateKey);
    ByteSource of = new ByteSource("An alert that stands", value);
    return new Stored(
        name.getText(), name.getText(), name.getRest(), of.getLong(), of.getLong(), of.getLong());
  }

  /** Takes in a stored state, before {@link #restored}; in any order. */
  void restore(byte[] stateKey, byte[] value, boolean inShadow) {
    Stored stored = read(stateKey, value);
    RuleName rule = new RuleName(stored.ruleSet(), stored.rule(), inShadow);
    Standing standing = new Standing(rule, ByteBuffer.wrap(stored.key()));
    standing.clock = stored.clock();
    standing.ordinal = stored.ordinal();
    standing.suppressed = stored.suppressed();
    standing.stored = true;
    rules.computeIfAbsent(rule, each -> new LinkedHashMap<>()).put(standing.key, standing);
  }

  /** All stored states are here. */
  void restored() {
    rules.replaceAll(
        (rule, standing) -> {
          List<Standing> oldestFirst = new ArrayList<>(standing.values());
          oldestFirst.sort(Comparator.comparingLong(Standing::ordinal));
          LinkedHashMap<ByteBuffer, Standing> sorted = new LinkedHashMap<>();
          oldestFirst.forEach(each -> sorted.put(each.key, each));
          return sorted;
        });
  }
}
