package io.tripline.engine.describe;

import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleText;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Automaton.Loop;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The automaton of a rule in words: what text, diagrams and JSON show of it. Immutable.
 *
 * @param states in the order of the pattern; the start is none of them
 * @param beginnings the steps from the start
 * @param steps all others
 */
public record PatternGraph(
    String rule, List<State> states, List<Step> beginnings, List<Step> steps) {

  public PatternGraph {
    states = List.copyOf(states);
    beginnings = List.copyOf(beginnings);
    steps = List.copyOf(steps);
  }

  /**
   * Where a variable stands in the pattern.
   *
   * @param name the variable's name; from its second place on with a number, as in {@code a#2};
   *     unique
   * @param variable the variable
   * @param takes the events it takes: {@code Payment where amount > 100}
   * @param match when a match can end here, such as {@code after 3 or more}, and what must not come
   *     until then; null if none can
   */
  public record State(String name, String variable, String takes, @Nullable String match) {
    /** Whether a match can end here. */
    public boolean isLast() {
      return match != null;
    }
  }

  /**
   * A way from one event to the next.
   *
   * @param from index of a state; {@link #START} from the start
   * @param to index of a state
   * @param arrow as it is written, with its bound; empty from the start
   * @param notes what else must hold, such as {@code after 3 or more}
   */
  public record Step(int from, int to, String arrow, List<String> notes) {
    public Step {
      notes = List.copyOf(notes);
    }
  }

  /** In place of the index of a state. */
  public static final int START = -1;

  /** The graph of a program. */
  public static PatternGraph of(Program program) {
    return new Words(program).graph();
  }

  /** The steps that lead on from a state. */
  public List<Step> from(int state) {
    return steps.stream().filter(step -> step.from == state).toList();
  }

  /** Puts an automaton into words. */
  private static final class Words {
    private static final String ALL_PARTS = "when all parts have come";

    private final Rule rule;
    private final Automaton automaton;

    Words(Program program) {
      this.rule = program.rule();
      this.automaton = program.automaton();
    }

    PatternGraph graph() {
      List<State> states = new ArrayList<>();
      List<Step> steps = new ArrayList<>();
      for (int s = 0; s < automaton.states(); s++) {
        states.add(state(s));
        for (Automaton.Edge edge : automaton.edges(s)) {
          steps.add(step(s, edge));
        }
      }
      List<Step> beginnings = new ArrayList<>();
      for (Automaton.Edge edge : automaton.edges(automaton.start())) {
        beginnings.add(step(START, edge));
      }
      return new PatternGraph(rule.name(), states, beginnings, steps);
    }

    private State state(int s) {
      Variable variable = variable(s);
      int place = 1;
      for (int before = 0; before < s; before++) {
        place += automaton.variable(before) == variable.index() ? 1 : 0;
      }
      String match =
          automaton.isLast(s)
              ? Arrays.stream(automaton.endings(s))
                  .map(ending -> ending(s, ending))
                  .distinct()
                  .collect(Collectors.joining("; or "))
              : null;
      return new State(
          place == 1 ? variable.name() : variable.name() + "#" + place,
          variable.name(),
          RuleText.definition(rule, variable),
          match);
    }

    private Variable variable(int state) {
      return rule.variables().get(automaton.variable(state));
    }

    /** When a match ends at a state: {@code after 3 or more, 5m later, if no n came}. */
    private String ending(int state, Automaton.Ending ending) {
      List<String> notes = new ArrayList<>(afterLoops(automaton.loopsOf(state)));
      if (automaton.conjunctionsOf(state).length > 0) {
        notes.add(ALL_PARTS);
      }
      for (Automaton.Mark mark : ending.marks()) {
        String variable = rule.variables().get(mark.variable()).name();
        notes.add(
            switch (mark.reach()) {
              case AFTER ->
                  mark.millis() == Automaton.Mark.WITHIN
                      ? "when " + within() + " is over without " + variable
                      : ExprText.duration(mark.millis()) + " later without " + variable;
              case NEXT -> "if the next event is no " + variable;
              case BETWEEN, BEFORE -> "without " + variable + " until then";
            });
      }
      return String.join(", ", notes);
    }

    private String within() {
      return "`within " + ExprText.duration(rule.withinMillis()) + "`";
    }

    private Step step(int from, Automaton.Edge edge) {
      List<String> notes = new ArrayList<>();
      if (edge.iterates() >= 0) {
        Loop loop = automaton.loops().get(edge.iterates());
        boolean bounded = loop.max() != Pattern.Repetition.UNBOUNDED;
        notes.add(bounded ? "again, at most " + loop.max() + " times" : "again");
      }
      notes.addAll(afterLoops(edge.exits()));
      addParts(notes, from, edge);
      addMarks(notes, edge);
      if (edge.arrow() == Pattern.Arrow.FOLLOWED_BY) {
        String rivals =
            names(Arrays.stream(edge.rivals()).filter(v -> v != automaton.variable(edge.to())));
        if (!rivals.isEmpty()) {
          notes.add("unless " + rivals + " comes first");
        }
      }
      addGreed(notes, from, edge);
      addUntil(notes, from, edge);
      Pattern.Link link = edge.link();
      return new Step(from, edge.to(), link == null ? "" : RuleText.link(link), notes);
    }

    /** Of {@code &}: it is left when all parts have come, and each part comes once. */
    private void addParts(List<String> notes, int from, Automaton.Edge edge) {
      if (edge.completes().length > 0) {
        notes.add(ALL_PARTS);
      }
      for (Automaton.Turn turn : edge.turns()) {
        if (from != START && contains(automaton.conjunctionsOf(from), turn.conjunction())) {
          notes.add("if that part is still to come");
          return;
        }
      }
    }

    private void addMarks(List<String> notes, Automaton.Edge edge) {
      for (Automaton.Mark mark : edge.marks()) {
        String variable = rule.variables().get(mark.variable()).name();
        notes.add(
            switch (mark.reach()) {
              case BETWEEN, AFTER -> "without " + variable + " between";
              case NEXT -> "if the next event is no " + variable;
              case BEFORE ->
                  "without " + variable + " in the " + ExprText.duration(mark.millis()) + " before";
            });
      }
    }

    /** {@code after 3}, {@code after 3 or more}: of loops that one event does not do. */
    private List<String> afterLoops(int[] loops) {
      List<String> notes = new ArrayList<>();
      for (int l : loops) {
        Loop loop = automaton.loops().get(l);
        if (loop.min() > 1) {
          notes.add("after " + loop.min() + (loop.min() == loop.max() ? "" : " or more"));
        }
      }
      return notes;
    }

    private void addGreed(List<String> notes, int from, Automaton.Edge edge) {
      String greedy = names(variablesOf(from, edge.yieldsTo()));
      if (!greedy.isEmpty()) {
        notes.add("only what " + greedy + " cannot take");
      }
      String reluctant = names(variablesOf(from, edge.endsWith()));
      if (!reluctant.isEmpty()) {
        notes.add("until " + reluctant + " can take an event");
      }
    }

    private IntStream variablesOf(int from, long edges) {
      Automaton.Edge[] all = automaton.edges(from == START ? automaton.start() : from);
      return IntStream.range(0, all.length)
          .filter(i -> (edges >>> i & 1) != 0)
          .map(i -> automaton.variable(all[i].to()))
          .distinct();
    }

    private String names(IntStream variables) {
      return variables
          .mapToObj(v -> rule.variables().get(v).name())
          .collect(Collectors.joining(" or "));
    }

    private void addUntil(List<String> notes, int from, Automaton.Edge edge) {
      IntStream stays =
          from == START
              ? IntStream.empty()
              : IntStream.of(automaton.loopsOf(edge.to()))
                  .filter(l -> contains(automaton.loopsOf(from), l) && !contains(edge.exits(), l));
      IntStream.concat(stays, IntStream.of(edge.opens()))
          .distinct()
          .mapToObj(l -> automaton.loops().get(l).until())
          .filter(until -> !until.isEmpty())
          .forEach(until -> notes.add("until " + RuleText.until(until, rule)));
    }

    private static boolean contains(int[] values, int value) {
      return Arrays.stream(values).anyMatch(v -> v == value);
    }
  }
}
