package io.tripline.engine.match;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.ValueReader;
import io.tripline.engine.expression.ValueText;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Match} of a complete run: its bindings, its text, its values. */
final class MatchBuilder {
  private final Program program;
  private final Frame frame;
  private final BoundEvents bounds;
  private final RuleCounters counters;
  private final List<Object> message = new ArrayList<>();
  private final List<Hole> with = new ArrayList<>();
  private final List<@Nullable Given> made = new ArrayList<>();
  // Of the match that is being made.
  private final List<Long> order = new ArrayList<>();
  private final List<List<Long>> bound = new ArrayList<>();
  private final List<List<String>> ids = new ArrayList<>();

  /** An expression of the alert. */
  private record Hole(String name, ValueReader reader, @Nullable ValueText text) {}

  /** A value of the event that the rule makes. */
  private record Given(Node node, Type type) {}

  MatchBuilder(
      Program program,
      ExprCompiler compiler,
      Frame frame,
      RuleCounters counters,
      BoundEvents bounds) {
    this.bounds = bounds;
    this.program = program;
    this.frame = frame;
    this.counters = counters;
    for (int v = 0; v < program.rule().variables().size(); v++) {
      bound.add(new ArrayList<>());
      ids.add(new ArrayList<>());
    }
    Emission emission = program.rule().emission();
    if (emission != null) {
      for (@Nullable Expr value : emission.values()) {
        made.add(value == null ? null : new Given(compiler.compile(value, null), value.type()));
      }
    }
    AlertSpec alert = program.rule().alert();
    if (alert == null) {
      return; // it only emits or decides: a match says nothing
    }
    for (Template.Part part : alert.message().parts()) {
      switch (part) {
        case Template.Text(String text) -> message.add(text);
        case Template.Hole(Expr expr, String format) ->
            message.add(new Hole("", reader(compiler, expr), ValueText.of(expr.type(), format)));
      }
    }
    for (AlertSpec.Named named : alert.with()) {
      with.add(new Hole(named.name(), reader(compiler, named.value()), null));
    }
  }

  private static ValueReader reader(ExprCompiler compiler, Expr expr) {
    Node node = compiler.compile(expr, null);
    return new ValueReader(node, expr.type());
  }

  Match build(Run run, long time, long clock, long completedBy) {
    return build(run.registers, 0, time, clock, completedBy, bindings(run), order(run));
  }

  /** Begins a match whose events follow in the order in which they were taken. */
  void begin() {
    order.clear();
    for (int v = 0; v < bound.size(); v++) {
      bound.get(v).clear();
      ids.get(v).clear();
    }
  }

  /** A variable has taken an event. */
  void bind(int variable, long number, EventId id) {
    order.add(number);
    bound.get(variable).add(number);
    ids.get(variable).add(id.text(number));
  }

  /** Ends the match, of the events that were given. */
  Match build(byte[] registers, int base, long time, long clock, long completedBy) {
    List<Variable> variables = program.rule().variables();
    Match.Binding[] bindings = new Match.Binding[variables.size()];
    for (int i = 0; i < bindings.length; i++) {
      Variable v = variables.get(i);
      bindings[i] =
          new Match.Binding(
              v.name(), List.copyOf(bound.get(v.index())), List.copyOf(ids.get(v.index())));
    }
    return build(registers, base, time, clock, completedBy, List.of(bindings), order);
  }

  /** The same for those who know by other means what is bound. */
  Match build(
      byte[] registers,
      int base,
      long time,
      long clock,
      long completedBy,
      List<Match.Binding> bindings,
      List<Long> order) {
    frame.registers(registers, base).lookUps().completedAt(time);
    StringBuilder text = new StringBuilder();
    for (Object part : message) {
      if (part instanceof Hole hole && hole.text != null) {
        text.append(hole.text.show(read(hole)));
      } else {
        text.append(part);
      }
    }
    NamedValue[] values = new NamedValue[with.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new NamedValue(with.get(i).name, read(with.get(i)));
    }
    return new Match(
        program,
        time,
        clock,
        completedBy,
        bindings,
        order,
        text.toString(),
        List.of(values),
        program.rule().emission() == null ? null : made());
  }

  /** The values of the event that the rule makes; null if one of them ends in an error. */
  private @Nullable List<@Nullable Object> made() {
    List<@Nullable Object> values = new ArrayList<>();
    for (Given given : made) {
      values.add(given == null ? null : given.node.box(given.type, frame));
    }
    Place failedAt = frame.failedAt();
    if (failedAt == null) {
      return values;
    }
    counters.evaluationError(failedAt, frame.failure());
    frame.reset();
    return null;
  }

  private Value read(Hole hole) {
    Value value = hole.reader.read(frame);
    Place place = frame.failedAt();
    if (place != null) {
      counters.evaluationError(place, frame.failure());
      frame.reset();
      return new Value.Null();
    }
    return value;
  }

  private List<Long> order(Run run) {
    List<Long> latestFirst = new ArrayList<>();
    for (int e = run.bound; e != StateHeap.NONE; e = bounds.before(e)) {
      latestFirst.add(bounds.number(e));
    }
    return latestFirst.reversed();
  }

  private List<Match.Binding> bindings(Run run) {
    List<Variable> variables = program.rule().variables();
    List<List<Long>> numbers = new ArrayList<>();
    List<List<String>> ids = new ArrayList<>();
    for (int v = 0; v < variables.size(); v++) {
      numbers.add(new ArrayList<>());
      ids.add(new ArrayList<>());
    }
    for (int e = run.bound; e != StateHeap.NONE; e = bounds.before(e)) {
      int variable = bounds.variable(e);
      long number = bounds.number(e);
      numbers.get(variable).add(number);
      ids.get(variable).add(bounds.id(e).text(number));
    }
    List<Match.Binding> bindings = new ArrayList<>();
    for (Variable v : variables) {
      bindings.add(
          new Match.Binding(
              v.name(),
              List.copyOf(numbers.get(v.index()).reversed()),
              List.copyOf(ids.get(v.index()).reversed())));
    }
    return bindings;
  }
}
