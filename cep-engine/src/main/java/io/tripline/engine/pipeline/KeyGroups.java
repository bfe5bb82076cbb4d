package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rules share a table of keys: those of one lateness that read the same key, in every event
 * type that both take. A grouping saves look-ups and means nothing: each rule's states are found by
 * the bytes of its own keys. So a rule that is kept over a deployment stays in its group, and no
 * table has to be made anew. Immutable.
 *
 * @param groups by rising id
 * @param nextId the next id that a group gets
 */
record KeyGroups(List<Group> groups, int nextId) {
  static final KeyGroups NONE = new KeyGroups(List.of(), 0);

  /**
   * Rules with one key.
   *
   * @param rules in the order of the running rules
   */
  record Group(int id, long lateness, List<RunningRule> rules) {
    Group {
      rules = List.copyOf(rules);
    }
  }

  KeyGroups {
    groups = List.copyOf(groups);
  }

  /** A group that is being put together. */
  private static final class Draft {
    final int id;
    final long lateness;
    final List<RunningRule> rules = new ArrayList<>();

    /** By event type the fields of the key. */
    final Map<String, List<Integer>> fields = new HashMap<>();

    Draft(int id, long lateness) {
      this.id = id;
      this.lateness = lateness;
    }

    void add(RunningRule rule) {
      rules.add(rule);
      for (Key.Source source : rule.rule().key().sources()) {
        fields.put(source.type().name(), source.fields());
      }
    }

    boolean takes(RunningRule rule) {
      boolean shares = false;
      for (Key.Source source : rule.rule().key().sources()) {
        List<Integer> own = fields.get(source.type().name());
        if (own != null && !own.equals(source.fields())) {
          return false;
        }
        shares |= own != null;
      }
      return shares && lateness == rule.lateness();
    }
  }

  /** The groups of the rules that run after a deployment. */
  KeyGroups with(List<RunningRule> rules) {
    Map<Long, Group> before = new HashMap<>();
    groups.forEach(group -> group.rules.forEach(rule -> before.put(rule.stateId(), group)));
    Map<Integer, Draft> drafts = new HashMap<>();
    List<RunningRule> others = new ArrayList<>();
    for (RunningRule rule : rules) {
      Group group = before.get(rule.stateId());
      if (group != null && group.lateness == rule.lateness()) {
        drafts.computeIfAbsent(group.id, id -> new Draft(id, group.lateness)).add(rule);
      } else {
        others.add(rule);
      }
    }
    List<Draft> all = new ArrayList<>(drafts.values());
    all.sort((a, b) -> Integer.compare(a.id, b.id));
    int next = nextId;
    for (RunningRule rule : others) {
      Draft draft = find(all, rule);
      if (draft == null) {
        draft = new Draft(next++, rule.lateness());
        all.add(draft);
      }
      draft.add(rule);
    }
    return new KeyGroups(
        all.stream().map(d -> new Group(d.id, d.lateness, d.rules)).toList(), next);
  }

  private static @Nullable Draft find(List<Draft> drafts, RunningRule rule) {
    for (Draft draft : drafts) {
      if (draft.takes(rule)) {
        return draft;
      }
    }
    return null;
  }
}
