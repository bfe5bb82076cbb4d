package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated code says what the tree interpreter says: values, nulls and errors alike. */
class NodeCodeTest {
  private static final int RULES = 60;
  private static final int EXPRESSIONS = 10;
  private static final int EVENTS = 12;
  private static final int STATES = 4;
  private static final Place HERE = new Place("random", 1, 1, 1);
  private static final EventType TYPE = RandomExpressions.eventType();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void isTheInterpretersValue(long seed) {
    long first = Long.getLong("predicates.seed", 5_000) + seed * RULES;
    int values = 0;
    for (int r = 0; r < RULES; r++) {
      values += compare(first + r);
    }
    // Not only nulls and errors.
    assertThat(values).as("values, from seed " + first).isGreaterThan(RULES * EXPRESSIONS * 4);
  }

  /** How many values were not null. */
  private static int compare(long seed) {
    Random random = new Random(seed);
    RandomExpressions expressions = new RandomExpressions(random, true);
    List<Expr> exprs = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS; i++) {
      int depth = random.nextInt(5);
      exprs.add(random.nextBoolean() ? expressions.condition(depth) : expressions.any(depth));
    }
    Rule rule = rule(exprs);
    Schema schema = Schema.of(1, List.of(ruleSet(rule)));
    EventLayout layout = schema.get(TYPE.name());
    RegisterTable registers = RegisterTable.of(rule);
    ExprCompiler compiler = new ExprCompiler(registers);
    List<Node> interpreted = exprs.stream().map(e -> compiler.compile(e, layout)).toList();
    List<Node> generated =
        NodeCode.compile(
                exprs.stream().map(e -> new NodeCode.Request(e, layout)).toList(), registers)
            .nodes();
    List<EventView> events = events(expressions, layout);
    RegisterUpdate update = compiler.update(0, layout, HERE);
    Frame frame = new Frame().heap(new StateHeap());
    int values = 0;
    for (int s = 0; s < STATES; s++) {
      frame.registers(registers.blankBytes().clone(), 0);
      for (int taken = s == 0 ? 0 : random.nextInt(4); taken > 0; taken--) {
        update.apply(frame.event(events.get(random.nextInt(events.size()))));
      }
      frame.reset();
      for (EventView event : events) {
        frame.event(event);
        for (int i = 0; i < exprs.size(); i++) {
          Object expected = outcome(interpreted.get(i), exprs.get(i).type(), frame);
          assertThat(outcome(generated.get(i), exprs.get(i).type(), frame))
              .as("seed %d, %s", seed, exprs.get(i))
              .isEqualTo(expected);
          values += expected == null || expected instanceof Failure ? 0 : 1;
        }
      }
    }
    return values;
  }

  /** A value, and an error if there was one. */
  private record Failure(@Nullable Object value, Place at, String what) {}

  private static @Nullable Object outcome(Node node, Type type, Frame frame) {
    frame.reset();
    Object value = node.box(type, frame);
    Place failedAt = frame.failedAt();
    return failedAt == null ? value : new Failure(value, failedAt, frame.failure());
  }

  private static List<EventView> events(RandomExpressions random, EventLayout layout) {
    EventWriter writer = new EventWriter();
    for (int i = 0; i < EVENTS; i++) {
      random.write(writer, layout);
    }
    List<EventView> events = new ArrayList<>();
    for (int at = 0; at < writer.length(); ) {
      EventView event = new EventView().wrap(writer.bytes(), at);
      events.add(event);
      at += event.length();
    }
    return events;
  }

  /** A rule of one variable, whose condition has all of the expressions in it. */
  private static Rule rule(List<Expr> exprs) {
    Expr all =
        new Expr.Logical(
            true, exprs.stream().<Expr>map(e -> new Expr.IsNull(e, HERE)).toList(), HERE);
    return new Rule(
        "r",
        null,
        null,
        Severity.LOW,
        List.of(),
        new Key(List.of(), List.of()),
        List.of(new Variable("a", 0, TYPE, all, true, false)),
        new Pattern.Single(0, HERE),
        1,
        new Skip.None(),
        Rule.DEFAULT_MATCH_LIMIT,
        null,
        null,
        null,
        HERE);
  }

  private static RuleSet ruleSet(Rule rule) {
    return new RuleSet(List.of(TYPE), List.of(), List.of(), List.of(), List.of(rule), List.of());
  }
}
