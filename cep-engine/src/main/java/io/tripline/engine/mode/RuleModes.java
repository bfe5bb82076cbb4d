package io.tripline.engine.mode;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The modes of the rules of a set: that of the set, from which single rules can differ, and which
 * of them are paused. A paused rule keeps its mode.
 *
 * @param ofSet of rules that have none of their own, also of those that come with a later version
 * @param own by rule
 * @param allPaused whether all are paused, also those that come later
 * @param paused the rules that are paused, where not all are
 * @param failed the rules that the engine has paused as they met an error of ours, with what it was
 */
public record RuleModes(
    RuleMode ofSet,
    Map<String, RuleMode> own,
    boolean allPaused,
    Set<String> paused,
    Map<String, String> failed) {
  /** All rules are live. */
  public static final RuleModes LIVE =
      new RuleModes(RuleMode.LIVE, Map.of(), false, Set.of(), Map.of());

  public RuleModes {
    own = Map.copyOf(own);
    paused = Set.copyOf(paused);
    failed = Map.copyOf(failed);
  }

  /** A change of them. */
  public sealed interface Change {
    /** The rule that it is about; null where it is about all. */
    @Nullable String rule();

    /** Gives a rule a mode of its own; or the set one, and takes their own from its rules. */
    record To(@Nullable String rule, RuleMode mode) implements Change {}

    /** They take no events from now on. */
    record Pause(@Nullable String rule) implements Change {}

    /** They take events again. */
    record Resume(@Nullable String rule) implements Change {}

    /**
     * A rule has failed: it takes no events from now on, and begins afresh when it is resumed.
     *
     * @param reason for people
     */
    record Fail(String rule, String reason) implements Change {}

    /**
     * A rule of an earlier version has completed what it had begun, and is no more. Changes no
     * mode.
     *
     * @param version the earlier one
     */
    record Drained(String rule, int version) implements Change {}
  }

  public RuleMode of(String rule) {
    return own.getOrDefault(rule, ofSet);
  }

  public boolean isPaused(String rule) {
    return allPaused || paused.contains(rule) || failed.containsKey(rule);
  }

  /**
   * These after a change.
   *
   * @param rules all of the set
   */
  public RuleModes after(Change change, Collection<String> rules) {
    String rule = change.rule();
    return switch (change) {
      case Change.To(String one, RuleMode mode) -> {
        if (one == null) {
          yield new RuleModes(mode, Map.of(), allPaused, paused, failed);
        }
        Map<String, RuleMode> others = new TreeMap<>(own);
        others.put(one, mode);
        if (mode.equals(ofSet)) {
          others.remove(one);
        }
        yield new RuleModes(ofSet, others, allPaused, paused, failed);
      }
      case Change.Pause _ -> {
        if (rule == null) {
          yield new RuleModes(ofSet, own, true, Set.of(), failed);
        }
        Set<String> more = new TreeSet<>(paused);
        more.add(rule);
        yield allPaused ? this : new RuleModes(ofSet, own, false, more, failed);
      }
      case Change.Resume _ -> {
        Set<String> left = new TreeSet<>(allPaused ? rules : paused);
        Map<String, String> leftFailed = new TreeMap<>(failed);
        if (rule == null) {
          left.clear();
          leftFailed.clear();
        } else {
          left.remove(rule);
          leftFailed.remove(rule);
        }
        yield new RuleModes(ofSet, own, false, left, leftFailed);
      }
      case Change.Drained _ -> this;
      case Change.Fail(String one, String reason) -> {
        Map<String, String> more = new TreeMap<>(failed);
        more.putIfAbsent(one, reason);
        yield new RuleModes(ofSet, own, allPaused, paused, more);
      }
    };
  }

  /** These without rules that are not there any more. */
  public RuleModes only(Collection<String> rules) {
    Map<String, RuleMode> left = new TreeMap<>(own);
    left.keySet().retainAll(rules);
    Set<String> leftPaused = new TreeSet<>(paused);
    leftPaused.retainAll(rules);
    Map<String, String> leftFailed = new TreeMap<>(failed);
    leftFailed.keySet().retainAll(rules);
    return new RuleModes(ofSet, left, allPaused, leftPaused, leftFailed);
  }

  /** These where rules that have failed are others now, so that they may do better. */
  public RuleModes withAnotherChance(Collection<String> rules) {
    Map<String, String> left = new TreeMap<>(failed);
    left.keySet().removeAll(rules);
    return new RuleModes(ofSet, own, allPaused, paused, left);
  }
}
