package io.tripline.engine.bound;

import io.tripline.engine.bound.Configurations.Way;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The strongly connected components of the places (Tarjan, SIAM Journal on Computing 1, 1972), with
 * a stack of its own: chains of places can be long.
 */
final class Cycles {
  private final Configurations all;
  private final int[] order;
  private final int[] low;
  private final int[] nextWay;
  private final boolean[] open;
  private final Deque<Integer> members = new ArrayDeque<>();
  private final List<List<Integer>> found = new ArrayList<>();
  private int visited;

  Cycles(Configurations all) {
    this.all = all;
    order = new int[all.size()];
    low = new int[all.size()];
    nextWay = new int[all.size()];
    open = new boolean[all.size()];
  }

  /** Each after all that its ways lead to. All places are reached from the start. */
  List<List<Integer>> childrenFirst() {
    Deque<Integer> path = new ArrayDeque<>();
    enter(0, path);
    while (!path.isEmpty()) {
      int place = path.getLast();
      List<Way> ways = all.ways(place);
      if (nextWay[place] < ways.size()) {
        int to = ways.get(nextWay[place]++).to();
        if (to == Way.NOT_KEPT) {
          continue;
        }
        if (order[to] == 0) {
          enter(to, path);
        } else if (open[to]) {
          low[place] = Math.min(low[place], order[to]);
        }
      } else {
        path.removeLast();
        if (!path.isEmpty()) {
          low[path.getLast()] = Math.min(low[path.getLast()], low[place]);
        }
        if (low[place] == order[place]) {
          found.add(close(place));
        }
      }
    }
    return found;
  }

  private void enter(int place, Deque<Integer> path) {
    order[place] = ++visited;
    low[place] = visited;
    open[place] = true;
    members.addLast(place);
    path.addLast(place);
  }

  private List<Integer> close(int first) {
    List<Integer> component = new ArrayList<>();
    int member;
    do {
      member = members.removeLast();
      open[member] = false;
      component.add(member);
    } while (member != first);
    return component;
  }
}
