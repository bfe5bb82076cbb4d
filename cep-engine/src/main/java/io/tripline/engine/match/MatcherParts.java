package io.tripline.engine.match;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.heap.StateHeap;

/**
 * What every {@link Matcher} of a rule is made of.
 *
 * @param updates by variable
 * @param nothing the run of the start state
 */
record MatcherParts(
    Program program,
    Schema schema,
    Workbench workbench,
    RuleCounters counters,
    ProgramCode code,
    Conditions conditions,
    Untils untils,
    Absences absences,
    RegisterUpdate[] updates,
    BoundEvents bounds,
    MatchBuilder matches,
    Run nothing,
    boolean mayBegin) {

  static MatcherParts of(
      Program program,
      Schema schema,
      Workbench workbench,
      RuleCounters counters,
      boolean mayBegin) {
    Rule rule = program.rule();
    Automaton automaton = program.automaton();
    Frame frame = workbench.frame;
    ExprCompiler compiler = new ExprCompiler(program.registers());
    ProgramCode code = program.code(schema);
    ProgramCode.Nodes nodes = code.nodes();
    Conditions conditions = new Conditions(program, nodes, schema, frame, counters);
    RegisterUpdate[] updates = new RegisterUpdate[rule.variables().size()];
    for (Variable v : rule.variables()) {
      updates[v.index()] = nodes.update(v.index());
    }
    BoundEvents bounds = new BoundEvents(workbench.heap());
    return new MatcherParts(
        program,
        schema,
        workbench,
        counters,
        code,
        conditions,
        new Untils(automaton),
        new Absences(program, conditions, mayBegin),
        updates,
        bounds,
        new MatchBuilder(program, compiler, frame, counters, bounds),
        nothing(program),
        mayBegin);
  }

  StateHeap heap() {
    return workbench.heap();
  }

  Frame frame() {
    return workbench.frame;
  }

  private static Run nothing(Program program) {
    Automaton automaton = program.automaton();
    byte[] registers = program.registers().blankBytes();
    int[] counts = new int[automaton.counters()];
    Run nothing = new Run(counts.length, registers.length);
    nothing.begin(automaton.start(), counts, 0, 0, 0, automaton.open(automaton.start(), counts));
    System.arraycopy(registers, 0, nothing.registers, 0, registers.length);
    return nothing;
  }
}
