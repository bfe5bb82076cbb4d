package io.tripline.engine.bound;

import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Skip;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Automaton.Edge;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * All that a partial match can be between two events: the states of the automaton with their
 * counts, as far as the engine keeps a partial match there. Where those are too many, counts are
 * left out, which allows more than the rule does.
 */
final class Configurations {
  /** More are not told apart. */
  private static final int MANY = 2_000;

  private final Automaton automaton;
  private final boolean exact;
  private final boolean matchEndsAll;
  private final Map<Place, Integer> indexes = new LinkedHashMap<>();
  private final List<Place> places = new ArrayList<>();
  private final List<List<Way>> ways = new ArrayList<>();

  /** A state and its counts. */
  record Place(int state, List<Integer> counts) {
    private int[] array() {
      return counts.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  /** When a partial match can go a way. */
  enum When {
    /** At the very next event. */
    NEXT,
    /** At the first event that fits; at one event at the most. */
    ONCE,
    /** At every event that fits. */
    EACH
  }

  /**
   * Edges from one place over which a partial match branches off at most once at one event.
   *
   * @param to the place that they lead to, or {@link #NOT_KEPT}
   * @param match whether it makes a match, with which all ends that began at the same event
   * @param variable the variable that takes the event
   */
  record Way(int to, boolean match, int variable, When when, List<Edge> edges) {
    /** In place of {@link #to}: where nothing is kept, since it is a match, or leads nowhere. */
    static final int NOT_KEPT = -1;

    /** The variables whose events break it. */
    Set<Integer> rivals() {
      Set<Integer> rivals = new TreeSet<>();
      edges.forEach(edge -> IntStream.of(edge.rivals()).forEach(rivals::add));
      return rivals;
    }

    /** Whether all edges break at the same events, so that the rivals tell when. */
    boolean breaksAsOne() {
      return edges.stream().allMatch(e -> Arrays.equals(e.rivals(), edges.getFirst().rivals()));
    }
  }

  private Configurations(Automaton automaton, boolean exact, boolean matchEndsAll) {
    this.automaton = automaton;
    this.exact = exact;
    this.matchEndsAll = matchEndsAll;
  }

  /** The places of a program. The start comes first, as place 0. */
  static Configurations of(Program program) {
    // Whatever is skipped after a match, but for `skip none` it takes with it all that began where
    // the match did; so what is complete is not kept.
    boolean ends = !(program.rule().skip() instanceof Skip.None);
    Configurations all = new Configurations(program.automaton(), true, ends);
    if (!all.explore()) {
      all = new Configurations(program.automaton().uncounted(), false, false);
      all.explore();
    }
    return all;
  }

  /** Whether the counts are those of the rule, so that equal places are equal futures. */
  boolean exact() {
    return exact;
  }

  int size() {
    return places.size();
  }

  int state(int place) {
    return places.get(place).state;
  }

  /** Whether a partial match there waits for time to complete it. */
  boolean waits(int place) {
    int state = state(place);
    return state != automaton.start()
        && automaton.waits(state) != 0
        && automaton.accepts(state, places.get(place).array());
  }

  /** The ways that lead on from a place. */
  List<Way> ways(int place) {
    return ways.get(place);
  }

  Automaton automaton() {
    return automaton;
  }

  /** Whether time can complete a match. */
  boolean anyWaits() {
    return IntStream.range(0, automaton.states()).anyMatch(s -> automaton.waits(s) != 0);
  }

  /** Whether a condition can close a way. */
  boolean hasUntil() {
    return automaton.loops().stream().anyMatch(loop -> !loop.until().isEmpty());
  }

  private boolean explore() {
    indexOf(automaton.start(), new int[automaton.counters()]);
    for (int i = 0; i < places.size(); i++) {
      if (exact && places.size() > MANY) {
        return false;
      }
      ways.add(waysFrom(places.get(i)));
    }
    return true;
  }

  private int indexOf(int state, int[] counts) {
    Place place = new Place(state, IntStream.of(counts).boxed().toList());
    Integer known = indexes.putIfAbsent(place, places.size());
    if (known == null) {
      places.add(place);
      return places.size() - 1;
    }
    return known;
  }

  private List<Way> waysFrom(Place place) {
    int[] counts = place.array();
    long open = automaton.open(place.state, counts);
    Edge[] edges = automaton.edges(place.state);
    Map<Object, List<Edge>> together = new LinkedHashMap<>();
    for (int i = 0; i < edges.length; i++) {
      if ((open >>> i & 1) != 0) {
        // Of edges to one place the matcher takes one. Without counts that cannot be told.
        int[] after = automaton.count(edges[i], counts);
        Object key = exact ? new Place(edges[i].to(), IntStream.of(after).boxed().toList()) : i;
        together.computeIfAbsent(key, k -> new ArrayList<>()).add(edges[i]);
      }
    }
    List<Way> result = new ArrayList<>();
    for (List<Edge> same : together.values()) {
      Edge first = same.getFirst();
      int[] after = automaton.count(first, counts);
      boolean accepts = automaton.accepts(first.to(), after);
      boolean match = matchEndsAll && accepts && automaton.endsAtOnce(first.to());
      boolean waits = accepts && automaton.waits(first.to()) != 0;
      boolean kept = !match && (waits || automaton.open(first.to(), after) != 0);
      int to = kept ? indexOf(first.to(), after) : Way.NOT_KEPT;
      result.add(new Way(to, match, automaton.variable(first.to()), when(same), same));
    }
    return result;
  }

  private static When when(List<Edge> edges) {
    When when = When.NEXT;
    for (Edge edge : edges) {
      if (edge.arrow() == Arrow.FOLLOWED_BY_ANY) {
        return When.EACH;
      }
      // From the start every event may begin a match, but each in a partial match of its own.
      when = edge.arrow() == Arrow.FOLLOWED_BY ? When.ONCE : when;
    }
    return when;
  }
}
