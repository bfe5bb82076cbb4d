package io.tripline.state;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a webhook that further alerts may join. They are known in memory only: after a
 * start, those that were open before are sent as they are. Not thread-safe.
 */
final class OpenGroups {
  /** Where so many are open, an alert of another begins one that nobody joins. */
  static final int MOST = 10_000;

  /** A group that is open. */
  static final class Group {
    private final String key;
    private final long leader;
    private final long due;
    private int size = 1;

    private Group(String key, long leader, long due) {
      this.key = key;
      this.leader = leader;
      this.due = due;
    }

    /** The ordinal of its first alert. */
    long leader() {
      return leader;
    }
  }

  private final Map<String, Group> open = new HashMap<>();

  /** The same by their first alerts, in the order in which they were begun. */
  private final Map<Long, Group> begun = new LinkedHashMap<>();

  /**
   * Adds an alert to the open group of a key.
   *
   * @param most alerts of a group
   * @return null if there is none that it may join
   */
  @Nullable Group join(String key, int most, long nowMillis) {
    Group group = open.get(key);
    if (group == null) {
      return null;
    }
    if (nowMillis >= group.due || group.size >= most) {
      close(group.leader);
      return null;
    }
    group.size++;
    return group;
  }

  /**
   * Begins one; there is no open one of its key.
   *
   * @param leader the ordinal of its first alert
   * @param due when it is sent
   */
  void begin(String key, long leader, long due) {
    if (open.size() < MOST) {
      Group group = new Group(key, leader, due);
      open.put(key, group);
      begun.put(leader, group);
    }
  }

  /** When the first is sent that is open; {@link Long#MAX_VALUE} if none is. */
  long next(long nowMillis) {
    while (!begun.isEmpty()) {
      Group first = begun.values().iterator().next();
      if (nowMillis < first.due) {
        return first.due;
      }
      close(first.leader);
    }
    return Long.MAX_VALUE;
  }

  /** Nobody joins this one any more. */
  void close(long leader) {
    Group group = begun.remove(leader);
    if (group != null) {
      open.remove(group.key);
    }
  }

  /** Closes all. */
  void clear() {
    open.clear();
    begun.clear();
  }
}
