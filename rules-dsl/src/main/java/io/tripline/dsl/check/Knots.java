package io.tripline.dsl.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The knots of a directed graph: nodes that reach each other (its strongly connected components),
 * in linear time and without recursion, as Kosaraju found them.
 */
final class Knots {
  private Knots() {}

  /**
   * The number of the knot of each node; two nodes with the same number reach each other.
   *
   * @param edges for each node those it leads to
   */
  static int[] of(List<List<Integer>> edges) {
    List<List<Integer>> reversed = new ArrayList<>();
    edges.forEach(e -> reversed.add(new ArrayList<>()));
    for (int from = 0; from < edges.size(); from++) {
      for (int to : edges.get(from)) {
        reversed.get(to).add(from);
      }
    }
    List<Integer> finished = new ArrayList<>();
    int[] seen = unvisited(edges.size());
    for (int node = 0; node < edges.size(); node++) {
      visit(node, 0, edges, seen, finished);
    }
    int[] knots = unvisited(edges.size());
    for (int node : finished.reversed()) {
      visit(node, node, reversed, knots, new ArrayList<>());
    }
    return knots;
  }

  private static int[] unvisited(int nodes) {
    int[] marks = new int[nodes];
    Arrays.fill(marks, -1);
    return marks;
  }

  /** Marks what can be reached and has no mark yet, and adds it in the order it is done with. */
  private static void visit(
      int start, int mark, List<List<Integer>> edges, int[] marks, List<Integer> finished) {
    if (marks[start] >= 0) {
      return;
    }
    Deque<Integer> path = new ArrayDeque<>();
    Deque<Iterator<Integer>> next = new ArrayDeque<>();
    marks[start] = mark;
    path.push(start);
    next.push(edges.get(start).iterator());
    while (!path.isEmpty()) {
      if (!next.element().hasNext()) {
        next.pop();
        finished.add(path.pop());
        continue;
      }
      int node = next.element().next();
      if (marks[node] < 0) {
        marks[node] = mark;
        path.push(node);
        next.push(edges.get(node).iterator());
      }
    }
  }
}
