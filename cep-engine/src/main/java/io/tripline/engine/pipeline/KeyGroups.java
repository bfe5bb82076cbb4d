package io.tripline.engine.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which rules share a table of keys: those of one lateness and level that read the same key, in
 * every event type that both take. A grouping saves look-ups and means nothing: each rule's states
 * are found by the bytes of its own keys. So a rule that is kept over a deployment stays in its
 * group, and no table has to be made anew. Immutable.
 *
 * @param groups by rising id
 * @param nextId the next id that a group gets
 */
record KeyGroups(List<Group> groups, int nextId) {
  static final KeyGroups NONE = new KeyGroups(List.of(), 0);

  /**
   * Rules with one key, and series of windows that are kept by it.
   *
   * @param rules in the order of the running rules
   * @param series in the order of the running series
   */
  record Group(
      int id, long lateness, int level, List<RunningRule> rules, List<RunningSeries> series) {
    Group {
      rules = List.copyOf(rules);
      series = List.copyOf(series);
    }

    /** All that keep states in it. */
    List<Keyed> tenants() {
      return Stream.<Keyed>concat(rules.stream(), series.stream()).toList();
    }
  }

  KeyGroups {
    groups = List.copyOf(groups);
  }

  /** A group that is being put together. */
  private static final class Draft {
    final int id;
    final long lateness;
    final int level;
    final List<Keyed> tenants = new ArrayList<>();

    /** By event type the fields of the key. */
    final Map<String, List<Integer>> fields = new HashMap<>();

    Draft(int id, long lateness, int level) {
      this.id = id;
      this.lateness = lateness;
      this.level = level;
    }

    void add(Keyed tenant) {
      tenants.add(tenant);
      fields.putAll(tenant.keyFields());
    }

    boolean takes(Keyed tenant) {
      boolean shares = false;
      for (Map.Entry<String, List<Integer>> source : tenant.keyFields().entrySet()) {
        List<Integer> own = fields.get(source.getKey());
        if (own != null && !own.equals(source.getValue())) {
          return false;
        }
        shares |= own != null;
      }
      return shares && lateness == tenant.lateness() && level == tenant.level();
    }

    Group group() {
      List<RunningRule> rules = new ArrayList<>();
      List<RunningSeries> series = new ArrayList<>();
      for (Keyed tenant : tenants) {
        switch (tenant) {
          case RunningRule rule -> rules.add(rule);
          case RunningSeries each -> series.add(each);
        }
      }
      return new Group(id, lateness, level, rules, series);
    }
  }

  /** The groups of the rules that run after a deployment, and of the series that they read. */
  KeyGroups with(List<RunningRule> rules, List<RunningSeries> series) {
    List<Keyed> running = Stream.<Keyed>concat(rules.stream(), series.stream()).toList();
    Map<Long, Group> before = new HashMap<>();
    for (Group group : groups) {
      group.tenants().forEach(tenant -> before.put(tenant.stateId(), group));
    }
    Map<Integer, Draft> drafts = new HashMap<>();
    List<Keyed> others = new ArrayList<>();
    for (Keyed tenant : running) {
      Group group = before.get(tenant.stateId());
      if (group != null && group.lateness == tenant.lateness() && group.level == tenant.level()) {
        drafts
            .computeIfAbsent(group.id, id -> new Draft(id, group.lateness, group.level))
            .add(tenant);
      } else {
        others.add(tenant);
      }
    }
    List<Draft> all = new ArrayList<>(drafts.values());
    all.sort((a, b) -> Integer.compare(a.id, b.id));
    int next = nextId;
    for (Keyed tenant : others) {
      Draft draft = find(all, tenant);
      if (draft == null) {
        draft = new Draft(next++, tenant.lateness(), tenant.level());
        all.add(draft);
      }
      draft.add(tenant);
    }
    return new KeyGroups(all.stream().map(Draft::group).toList(), next);
  }

  private static @Nullable Draft find(List<Draft> drafts, Keyed tenant) {
    for (Draft draft : drafts) {
      if (draft.takes(tenant)) {
        return draft;
      }
    }
    return null;
  }
}
