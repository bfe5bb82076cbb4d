package io.tripline.benchmarks;

import io.tripline.benchmarks.compare.FlatEvents;
import io.tripline.benchmarks.compare.Rules;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.match.Program;
import io.tripline.engine.predicate.PredicateEvaluator;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to tell which rules a payment concerns: by the tree interpreter, by generated code
 * that asks everything, and by the index with generated code behind it. How to run it: {@code
 * docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PredicateBenchmark {
  private static final int EVENTS = 4_096;

  @Param({"R1", "R5", "R10", "R100", "R1000"})
  private String rules = "";

  private final EventView view = new EventView();
  private final Frame frame = new Frame();
  private byte[] events = {};
  private int[] begins = {};
  private Node[][] nodes = {};
  private PredicateEvaluator straight = PredicateSet.NONE.newEvaluator();
  private PredicateEvaluator chosen = PredicateSet.NONE.newEvaluator();

  /** Made by JMH. */
  public PredicateBenchmark() {}

  /** Compiles the rules in three ways. */
  @Setup
  public void setup() {
    RuleSet ruleSet = Rules.of(rules);
    Schema schema = Schema.of(1, List.of(ruleSet));
    EventWriter writer = FlatEvents.of(schema, Workload.payments(EVENTS));
    events = writer.bytes();
    begins = new int[EVENTS];
    for (int i = 0, at = 0; i < EVENTS; i++) {
      begins[i] = at;
      at += view.wrap(events, at).length();
    }
    List<Program> programs = ruleSet.rules().stream().map(Program::compile).toList();
    straight = PredicateSet.compile(schema, programs, PredicateSet.Way.STRAIGHT).newEvaluator();
    chosen = PredicateSet.compile(schema, programs).newEvaluator();
    List<Node[]> all = new ArrayList<>();
    for (Program program : programs) {
      for (Variable variable : program.rule().variables()) {
        List<Expr> base = ConditionParts.of(variable.condition()).base();
        all.add(
            base.stream()
                .map(e -> ExprCompiler.ofEvent(e, schema.get(variable.type().name())))
                .toArray(Node[]::new));
      }
    }
    nodes = all.toArray(Node[][]::new);
  }

  /** Every condition of every rule, by the tree interpreter. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int interpreted() {
    int concerned = 0;
    for (int at : begins) {
      frame.event(events, at);
      for (Node[] conjuncts : nodes) {
        concerned += allTrue(conjuncts) ? 1 : 0;
      }
    }
    return concerned;
  }

  private boolean allTrue(Node[] conjuncts) {
    for (Node conjunct : conjuncts) {
      if (conjunct.test(frame) != 1) {
        return false;
      }
    }
    return true;
  }

  /** Every condition of every rule, by generated code. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int generated() {
    return evaluate(straight);
  }

  /** As the engine does it: the same for a few rules, the index for many. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int engine() {
    return evaluate(chosen);
  }

  private int evaluate(PredicateEvaluator evaluator) {
    int concerned = 0;
    for (int at : begins) {
      concerned += evaluator.evaluate(events, at, 0);
    }
    return concerned;
  }
}
