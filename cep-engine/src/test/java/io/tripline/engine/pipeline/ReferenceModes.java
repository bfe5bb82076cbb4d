package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.ReferenceTime.Arrival;
import io.tripline.engine.pipeline.ReferenceVersions.Life;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rules are in which mode when, as the operations page says: a rule's own mode, else that of
 * the set; a change counts from the next arrival on. Shares nothing with the engine but the names
 * of changes.
 */
final class ReferenceModes {
  private static final BigInteger ALL = BigInteger.valueOf(10_000);

  /** For each arrival, what it meets. */
  private final List<Now> at = new ArrayList<>();

  /** The same for what drains of each version; nothing before it does. */
  private final List<List<Now>> draining = new ArrayList<>();

  /** Of all rules that were ever there; shares of keys are in hundredths of a per cent. */
  private record Now(int ofSet, Map<String, Integer> own, boolean all, Set<String> paused) {}

  ReferenceModes(ReferenceTime time, ReferenceVersions versions) {
    Now now = new Now(RuleMode.ALL, Map.of(), false, Set.of());
    for (int i = 0; i < time.arrivals(); i++) {
      at.add(now);
      switch (time.arrival(i)) {
        case Arrival.Deploy(int version, RuleMode mode, _) ->
            now = deployed(now, names(versions, version), mode);
        case Arrival.Modes(RuleModes.Change change) ->
            now = after(now, names(versions, versions.at(i)), change);
        default -> {}
      }
    }
    for (int version = 0; version < versions.count(); version++) {
      draining.add(draining(time, versions, version));
    }
  }

  /** Modes of deployments are not theirs; changes of the rules that there are now, are. */
  private List<Now> draining(ReferenceTime time, ReferenceVersions versions, int version) {
    List<Now> all = new ArrayList<>();
    for (int i = 0; i < time.arrivals(); i++) {
      Now now = i <= versions.to(version) ? at.get(i) : all.getLast();
      if (i - 1 > versions.to(version)
          && time.arrival(i - 1) instanceof Arrival.Modes(RuleModes.Change change)
          && (change.rule() == null
              || names(versions, versions.at(i - 1)).contains(change.rule()))) {
        now = after(now, names(versions, version), change);
      }
      all.add(now);
    }
    return all;
  }

  private Now now(Life life, int version, int arrival) {
    return life.drainsIn(version) ? draining.get(life.last()).get(arrival) : at.get(arrival);
  }

  private static Set<String> names(ReferenceVersions versions, int version) {
    Set<String> names = new HashSet<>();
    versions.rules(version).rules().stream().map(Rule::name).forEach(names::add);
    return names;
  }

  /** What is said of a rule goes with it, unless all get another mode. */
  private static Now deployed(Now now, Set<String> rules, @Nullable RuleMode mode) {
    Map<String, Integer> own = new HashMap<>(now.own);
    own.keySet().retainAll(rules);
    Set<String> paused = new HashSet<>(now.paused);
    paused.retainAll(rules);
    return mode == null
        ? new Now(now.ofSet, own, now.all, paused)
        : new Now(mode.share(), Map.of(), now.all, paused);
  }

  private static Now after(Now now, Set<String> rules, RuleModes.Change change) {
    String rule = change.rule();
    if (rule != null && !rules.contains(rule)) {
      return now;
    }
    Map<String, Integer> own = new HashMap<>(now.own);
    Set<String> paused = new HashSet<>(now.all ? rules : now.paused);
    return switch (change) {
      case RuleModes.Change.To(String one, RuleMode mode) -> {
        if (one == null) {
          yield new Now(mode.share(), Map.of(), now.all, now.paused);
        }
        own.put(one, mode.share());
        yield new Now(now.ofSet, own, now.all, now.paused);
      }
      case RuleModes.Change.Pause _ -> {
        if (rule == null || now.all) {
          yield new Now(now.ofSet, own, true, Set.of());
        }
        paused.add(rule);
        yield new Now(now.ofSet, own, false, paused);
      }
      case RuleModes.Change.Resume _ -> {
        paused.removeIf(each -> rule == null || each.equals(rule));
        yield new Now(now.ofSet, own, false, paused);
      }
      case RuleModes.Change.Fail _, RuleModes.Change.Drained _ ->
          throw new AssertionError("no rule fails here, and none is told to be over");
    };
  }

  /** Whether a rule passes over what an arrival brings. */
  boolean isPaused(Life life, int version, int arrival) {
    Now now = now(life, version, arrival);
    String rule = life.in(version).name();
    return now.all || now.paused.contains(rule);
  }

  /** Whether anybody is told of what a rule finds of a key of integers with an arrival. */
  boolean tells(Life life, int version, int arrival, List<Long> key) {
    Now now = now(life, version, arrival);
    String rule = life.in(version).name();
    return place(key).compareTo(BigInteger.valueOf(now.own.getOrDefault(rule, now.ofSet))) < 0;
  }

  /** Integers in eight bytes, the most significant first, by rising order without signs. */
  private static BigInteger place(List<Long> key) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * key.size());
    key.forEach(part -> bytes.putLong(part + Long.MIN_VALUE));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
      return new BigInteger(1, Arrays.copyOf(hash, 8)).mod(ALL);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
