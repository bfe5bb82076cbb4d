package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.KeyState;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.RuleMatcher;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A matcher whose states are told by handles; 0 is that of a state with nothing pending. */
final class StateMatcher {
  /** The states of one worker. */
  static final class Pool {
    private @Nullable KeyState[] states = new KeyState[16];
    private int[] free = new int[16];
    private int freeCount;
    private int used = 1;

    int add(KeyState state) {
      int handle = freeCount > 0 ? free[--freeCount] : used++;
      if (handle == states.length) {
        states = Arrays.copyOf(states, 2 * handle);
      }
      states[handle] = state;
      return handle;
    }

    KeyState get(int handle) {
      KeyState state = states[handle];
      if (state == null) {
        throw new IllegalStateException("no state " + handle);
      }
      return state;
    }

    void free(int handle) {
      states[handle] = null;
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, 2 * freeCount);
      }
      free[freeCount++] = handle;
    }
  }

  private final RuleMatcher matcher;
  private final Pool pool;
  private KeyState spare;

  StateMatcher(RuleMatcher matcher, Pool pool) {
    this.matcher = matcher;
    this.pool = pool;
    this.spare = matcher.newState();
  }

  int onEvent(int state, EventView event, long variables, long number, long clock, MatchSink sink) {
    if (state != 0) {
      KeyState known = pool.get(state);
      matcher.onEvent(known, event, number, clock, sink);
      return left(state, known);
    }
    if (!matcher.canStart(event)) {
      return 0;
    }
    matcher.onEvent(spare, event, number, clock, sink);
    if (spare.isEmpty()) {
      return 0;
    }
    int added = pool.add(spare);
    spare = matcher.newState();
    return added;
  }

  int onTime(int state, long clock, MatchSink sink) {
    KeyState known = pool.get(state);
    matcher.onTime(known, clock, sink);
    return left(state, known);
  }

  private int left(int handle, KeyState state) {
    if (state.isEmpty()) {
      pool.free(handle);
      return 0;
    }
    return handle;
  }

  long deadline(int state) {
    return pool.get(state).deadline();
  }

  long nextTimer(int state) {
    return pool.get(state).nextTimer();
  }

  int runs(int state) {
    return pool.get(state).runs();
  }

  byte[] encode(int state) {
    return matcher.encode(pool.get(state));
  }

  int decode(byte[] bytes) {
    return pool.add(matcher.decode(bytes));
  }

  void free(int state) {
    pool.free(state);
  }

  long startVariables() {
    Automaton automaton = matcher.program().automaton();
    if (matcher.program().rule().variables().size() + automaton.loops().size() > Long.SIZE) {
      return -1;
    }
    long starts = 0;
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      starts |= 1L << automaton.variable(edge.to());
    }
    for (int variable : automaton.forbidden()) {
      starts |= 1L << variable;
    }
    return starts;
  }

  boolean seesEverything() {
    return matcher.program().automaton().looksAtNext();
  }

  void timePasses(long clock) {
    matcher.timePasses(clock);
  }
}
