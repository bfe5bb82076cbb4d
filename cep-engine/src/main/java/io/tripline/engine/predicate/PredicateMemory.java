package io.tripline.engine.predicate;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.match.Program;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about the conditions of programs when they were first met, so that a {@link
 * PredicateSet} in which most programs are those of the one before costs little more than putting
 * it together. Programs and their conditions are told apart by identity. Not thread-safe.
 */
public final class PredicateMemory {
  private Map<Program, ProgramQuestions> programs = new IdentityHashMap<>();
  private Map<Expr, Known> conditions = new IdentityHashMap<>();
  private final Map<LaneName, Lane> lanes = new HashMap<>();

  private record LaneName(long lateness, int level) {}

  /**
   * What is known of a condition.
   *
   * @param text equal for such as ask the same
   * @param test what it says of one field, or null
   */
  private record Known(String text, @Nullable FieldTest test) {}

  /** What is remembered of the sets of one lane. */
  public static final class Lane {
    private final PredicateMemory memory;
    private final Map<String, CompiledTests> tests = new HashMap<>();

    private Lane(PredicateMemory memory) {
      this.memory = memory;
    }

    PredicateMemory memory() {
      return memory;
    }

    /**
     * Conditions of events of one type as code; those that were before are not compiled again.
     *
     * @param needed each once
     */
    CompiledTests compiled(EventLayout layout, List<Expr> needed) {
      EventType type = layout.type();
      CompiledTests now =
          CompiledTests.of(layout, needed, e -> memory.text(e, type), tests.get(type.name()));
      tests.put(type.name(), now);
      return now;
    }
  }

  /** For a set that comes after none, and before none. */
  static Lane none() {
    return new PredicateMemory().lane(0, 0);
  }

  /** What is remembered of the rules of a lane. */
  public Lane lane(long lateness, int level) {
    return lanes.computeIfAbsent(new LaneName(lateness, level), name -> new Lane(this));
  }

  /** Forgets all programs but these. */
  public void retain(Collection<Program> running) {
    if (programs.size() <= running.size()) {
      return;
    }
    Map<Program, ProgramQuestions> left = new IdentityHashMap<>();
    Map<Expr, Known> leftConditions = new IdentityHashMap<>();
    for (Program program : running) {
      ProgramQuestions questions = programs.get(program);
      if (questions != null) {
        left.put(program, questions);
        for (Expr condition : questions.conditions()) {
          Known known = conditions.get(condition);
          if (known != null) {
            leftConditions.put(condition, known);
          }
        }
      }
    }
    programs = left;
    conditions = leftConditions;
  }

  ProgramQuestions questions(Program program) {
    return programs.computeIfAbsent(program, ProgramQuestions::of);
  }

  /**
   * A text that is equal for conditions that ask the same.
   *
   * @param type of the events that it is about
   */
  String text(Expr condition, EventType type) {
    return known(condition, type).text();
  }

  /** What a condition says of one field; null if it is not one of that kind. */
  @Nullable FieldTest test(Expr condition, EventType type) {
    return known(condition, type).test();
  }

  private Known known(Expr condition, EventType type) {
    Known known = conditions.get(condition);
    if (known == null) {
      known = new Known(ConditionParts.text(condition, type), FieldTest.of(condition));
      conditions.put(condition, known);
    }
    return known;
  }
}
