package io.tripline.engine.predicate;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
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
    return compile(schema, programs, way, PredicateMemory.none());
  }

  /**
   * The same after other sets of a lane.
   *
   * @param lane what is remembered of them
   */
  public static PredicateSet compile(
      Schema schema, List<Program> programs, Way way, PredicateMemory.Lane lane) {
    List<Asked> asked = asked(schema, programs, lane.memory());
    boolean straight =
        switch (way) {
          case BY_NUMBER -> asked.stream().allMatch(TypePredicates::areFew);
          case STRAIGHT -> true;
          case INDEX -> false;
        };
    return new PredicateSet(
        asked.stream()
            .<TypePredicates>map(
                a -> straight ? TypePredicates.straight(a) : TypeIndex.of(a, programs.size(), lane))
            .toList(),
        programs.size(),
        straight);
  }

  private static List<Asked> asked(Schema schema, List<Program> programs, PredicateMemory memory) {
    List<List<TypePredicates.Question>> questions = new ArrayList<>();
    schema.layouts().forEach(layout -> questions.add(new ArrayList<>()));
    for (int r = 0; r < programs.size(); r++) {
      for (ProgramQuestions.OfType of : memory.questions(programs.get(r)).all()) {
        List<TypePredicates.Question> ofType = questions.get(schema.get(of.type()).typeId());
        ofType.add(new TypePredicates.Question(r, of.bits(), of.starts(), of.base()));
      }
    }
    List<Asked> all = new ArrayList<>();
    for (EventLayout layout : schema.layouts()) {
      all.add(Asked.of(layout, questions.get(layout.typeId()), memory));
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

  /** An evaluator for one thread. */
  public PredicateEvaluator newEvaluator() {
    return new PredicateEvaluator(types, rules);
  }
}
