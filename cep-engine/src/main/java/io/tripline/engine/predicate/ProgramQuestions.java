package io.tripline.engine.predicate;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.match.Automaton;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a rule asks of events alone, whatever the schema. Immutable.
 *
 * @param all variable by variable, then loop by loop
 */
record ProgramQuestions(List<OfType> all) {
  /**
   * What one variable or loop asks of the events of a type; see {@link PredicateSet}.
   *
   * @param type its name
   */
  record OfType(String type, long bits, boolean starts, List<Expr> base) {
    OfType {
      base = List.copyOf(base);
    }
  }

  ProgramQuestions {
    all = List.copyOf(all);
  }

  static ProgramQuestions of(Program program) {
    Rule rule = program.rule();
    List<Automaton.Loop> loops = program.automaton().loops();
    int variables = rule.variables().size();
    List<OfType> all = new ArrayList<>();
    for (Variable variable : rule.variables()) {
      ConditionParts parts = ConditionParts.of(variable, rule);
      all.add(question(program, variable.type().name(), variable.index(), parts));
    }
    for (int l = 0; l < loops.size(); l++) {
      for (Pattern.Until until : loops.get(l).until()) {
        ConditionParts parts = ConditionParts.of(until.condition());
        all.add(question(program, until.type().name(), variables + l, parts));
      }
    }
    boolean fits = variables + loops.size() <= Long.SIZE;
    return new ProgramQuestions(fits ? all : everything(all));
  }

  private static OfType question(Program program, String type, int bit, ConditionParts parts) {
    boolean starts = (program.starts() >>> bit & 1) != 0;
    return new OfType(type, 1L << bit, starts, parts.base());
  }

  /** Where there are more than a mask has bits: a yes to each event of a type that it uses. */
  private static List<OfType> everything(List<OfType> all) {
    Set<String> types = new HashSet<>();
    return all.stream()
        .filter(each -> types.add(each.type()))
        .map(each -> new OfType(each.type(), -1L, true, List.of()))
        .toList();
  }

  /** Its conditions. */
  List<Expr> conditions() {
    return all.stream().flatMap(each -> each.base().stream()).toList();
  }
}
