package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Program;
import io.tripline.engine.predicate.TypePredicates.Asked;
import java.util.ArrayList;
import java.util.List;

/**
 * What the conditions of many rules ask of an event alone, compiled for one schema. Immutable and
 * thread-safe; a change of the rules makes a new one.
 *
 * <p>The answer for a rule is a bit mask: bit v for its variable v, and after the variables bit
 * {@code variables + l} for its loop l. The bit of a variable is set if the event has the
 * variable's type and the base of its condition ({@link ConditionParts}) is true; the bit of a loop
 * likewise, for its {@code until}. Where a bit is not set the condition is certainly not satisfied.
 * Rules with more than 64 such bits have all set for each event of a type that they use.
 */
public final class PredicateSet {
  /** What no rule asks. */
  public static final PredicateSet NONE = new PredicateSet(List.of(), 0, true);

  private final List<TypePredicates> types;
  private final int rules;
  private final boolean listsAll;
  private final long[][] classes;

  private PredicateSet(List<TypePredicates> types, int rules, boolean listsAll) {
    this.types = types;
    this.rules = rules;
    this.listsAll = listsAll;
    this.classes = types.stream().map(type -> type.classes(rules)).toArray(long[][]::new);
  }

  /**
   * Compiles the conditions of rules. Slow (milliseconds to seconds); not for the threads that
   * match. Where they are few, all rules are listed that an event concerns. Where they are many,
   * only those in which a match can begin with the event ({@link Program#starts}); for the others,
   * which matter only where something is pending, there is {@link PredicateEvaluator#unlisted}.
   *
   * @param schema in which the rules' types are
   * @param programs the rules; {@link PredicateEvaluator#rule} is an index into them
   */
  public static PredicateSet compile(Schema schema, List<Program> programs) {
    return compile(schema, programs, Way.BY_NUMBER);
  }

  /** How rules are evaluated: all ways say the same. */
  public enum Way {
    /** Few by code that asks everything of every event, many by an index. */
    BY_NUMBER,
    STRAIGHT,
    INDEX
  }

  /** The same in a way that the caller chooses: to compare them. */
  public static PredicateSet compile(Schema schema, List<Program> programs, Way way) {
    List<Asked> asked = asked(schema, programs);
    boolean straight =
        switch (way) {
          case BY_NUMBER -> asked.stream().allMatch(TypePredicates::areFew);
          case STRAIGHT -> true;
          case INDEX -> false;
        };
    return new PredicateSet(
        asked.stream()
            .<TypePredicates>map(
                a -> straight ? TypePredicates.straight(a) : TypeIndex.of(a, programs.size()))
            .toList(),
        programs.size(),
        straight);
  }

  private static List<Asked> asked(Schema schema, List<Program> programs) {
    List<Asked> all = new ArrayList<>();
    for (EventLayout layout : schema.layouts()) {
      List<TypePredicates.Question> questions = new ArrayList<>();
      for (int r = 0; r < programs.size(); r++) {
        ask(programs.get(r), r, layout, questions);
      }
      all.add(Asked.of(layout, questions));
    }
    return all;
  }

  /**
   * Whether all rules are listed that an event concerns; if not, only those in which a match can
   * begin.
   */
  public boolean listsAll() {
    return listsAll;
  }

  /**
   * The classes of each rule, a bit mask, as to events of one type. An event concerns only rules
   * that are listed for it, and such as share a class with {@link PredicateEvaluator#openClasses}.
   *
   * @return by the rules' indexes; not to be changed
   */
  public long[] classes(int typeId) {
    return classes[typeId];
  }

  /** What a rule asks of events of one type. */
  private static void ask(
      Program program, int index, EventLayout layout, List<TypePredicates.Question> out) {
    Rule rule = program.rule();
    List<Automaton.Loop> loops = program.automaton().loops();
    int variables = rule.variables().size();
    boolean wide = variables + loops.size() > Long.SIZE;
    for (Variable variable : rule.variables()) {
      if (isOf(variable.type().name(), layout)) {
        if (wide) {
          out.add(new TypePredicates.Question(index, -1L, true, List.of()));
          return;
        }
        ConditionParts parts = ConditionParts.of(variable, rule);
        out.add(question(program, index, variable.index(), parts));
      }
    }
    for (int l = 0; l < loops.size(); l++) {
      for (Pattern.Until until : loops.get(l).until()) {
        if (isOf(until.type().name(), layout)) {
          if (wide) {
            out.add(new TypePredicates.Question(index, -1L, true, List.of()));
            return;
          }
          ConditionParts parts = ConditionParts.of(until.condition());
          out.add(question(program, index, variables + l, parts));
        }
      }
    }
  }

  private static boolean isOf(String type, EventLayout layout) {
    return type.equals(layout.type().name());
  }

  private static TypePredicates.Question question(
      Program program, int rule, int bit, ConditionParts parts) {
    return new TypePredicates.Question(
        rule, 1L << bit, (program.starts() >>> bit & 1) != 0, parts.base());
  }

  /** An evaluator for one thread. */
  public PredicateEvaluator newEvaluator() {
    return new PredicateEvaluator(types, rules);
  }
}
