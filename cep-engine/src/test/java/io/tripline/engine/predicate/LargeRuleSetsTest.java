package io.tripline.engine.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.RandomExpressions;
import io.tripline.engine.match.Program;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule sets far larger than a method or a class can be, and what remains of one that is gone. */
class LargeRuleSetsTest {
  private static final Place HERE = new Place("large", 1, 1, 1);
  private static final EventType TYPE = RandomExpressions.eventType();
  private static final int AMOUNT = indexOf(Type.Simple.INT);
  private static final int NAME = indexOf(Type.Simple.STRING);

  private static int indexOf(Type type) {
    return IntStream.range(1, TYPE.fields().size())
        .filter(i -> TYPE.fields().get(i).type() == type)
        .findFirst()
        .orElseThrow();
  }

  private static Expr field(int field) {
    return new Expr.Field(field, TYPE.fields().get(field).type(), HERE);
  }

  private static Expr whole(long value) {
    return new Expr.Literal(value, Type.Simple.INT, HERE);
  }

  private static Expr text(String value) {
    return new Expr.Literal(value, Type.Simple.STRING, HERE);
  }

  private static Expr atLeast(long value) {
    return new Expr.Comparison(Expr.ComparisonOp.GE, field(AMOUNT), whole(value), HERE);
  }

  /** One event for each amount from 0 on, whose name is the amount in words of digits. */
  private static List<EventView> events(Schema schema, int count) {
    EventWriter writer = new EventWriter();
    for (int i = 0; i < count; i++) {
      writer.begin(schema.layouts().getFirst());
      writer.setLong(0, 0);
      writer.setLong(AMOUNT, i);
      char[] name = ("merchant number " + i).toCharArray();
      writer.setText(NAME, name, 0, name.length);
      writer.end(0, new byte[0], 0, 0);
    }
    List<EventView> events = new ArrayList<>();
    for (int at = 0; at < writer.length(); ) {
      EventView event = new EventView().wrap(writer.bytes(), at);
      events.add(event);
      at += event.length();
    }
    return events;
  }

  private static int concerned(PredicateEvaluator evaluator, EventView event) {
    return evaluator.evaluate(event.bytes(), event.base(), event.typeId());
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 5_000})
  void thousandsOfRulesAreReachedByTheirConstants(int rules) {
    List<Program> programs = new ArrayList<>();
    for (int r = 0; r < rules; r++) {
      Expr name =
          new Expr.Comparison(
              Expr.ComparisonOp.EQ, field(NAME), text("merchant number " + r), HERE);
      // Neither an equality nor a range: left to generated code.
      Expr other = new Expr.Like(field(NAME), "%" + r % 10, HERE);
      programs.add(
          RandomPrograms.of(
              "r" + r, new Expr.Logical(true, List.of(name, atLeast(r), other), HERE)));
    }
    Schema schema = RandomPrograms.schema(programs);
    PredicateEvaluator evaluator = PredicateSet.compile(schema, programs).newEvaluator();
    List<EventView> events = events(schema, rules + 1);
    for (int i = 0; i < rules; i++) {
      assertThat(concerned(evaluator, events.get(i))).isOne();
      assertThat(evaluator.rule(0)).isEqualTo(i);
    }
    assertThat(concerned(evaluator, events.get(rules))).isZero();
  }

  @Test
  void thousandsOfThresholdsOfOneFieldAreOneRow() {
    int rules = 5_000;
    List<Program> programs = new ArrayList<>();
    for (int r = 0; r < rules; r++) {
      programs.add(RandomPrograms.of("r" + r, atLeast(r)));
    }
    Schema schema = RandomPrograms.schema(programs);
    PredicateEvaluator evaluator = PredicateSet.compile(schema, programs).newEvaluator();
    List<EventView> events = events(schema, rules);
    for (int i = 0; i < rules; i += 97) {
      assertThat(concerned(evaluator, events.get(i))).isEqualTo(i + 1);
    }
  }

  @Test
  void aListOfTenThousandConstantsIsOneCondition() {
    List<Expr> numbers = IntStream.range(0, 10_000).mapToObj(i -> whole(3L * i)).toList();
    List<Expr> names =
        IntStream.range(0, 10_000).mapToObj(i -> text("merchant number " + 2 * i)).toList();
    List<Program> programs =
        List.of(
            RandomPrograms.of("numbers", new Expr.In(field(AMOUNT), numbers, HERE)),
            RandomPrograms.of("names", new Expr.In(field(NAME), names, HERE)));
    Schema schema = RandomPrograms.schema(programs);
    for (PredicateSet set :
        List.of(
            PredicateSet.compile(schema, programs, PredicateSet.Way.INDEX),
            PredicateSet.compile(schema, programs, PredicateSet.Way.STRAIGHT))) {
      PredicateEvaluator evaluator = set.newEvaluator();
      List<EventView> events = events(schema, 12);
      for (int i = 0; i < events.size(); i++) {
        int expected = (i % 3 == 0 ? 1 : 0) + (i % 2 == 0 ? 1 : 0);
        assertThat(concerned(evaluator, events.get(i))).as("event %d", i).isEqualTo(expected);
      }
    }
  }

  @Test
  void aConditionMayBeWiderThanAMethod() {
    List<Expr> alternatives = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Expr name = new Expr.Like(field(NAME), "%number " + i, HERE);
      Expr amount = new Expr.Comparison(Expr.ComparisonOp.EQ, field(AMOUNT), whole(i), HERE);
      alternatives.add(new Expr.Logical(true, List.of(name, amount), HERE));
    }
    Expr wide = new Expr.Logical(false, alternatives, HERE);
    Expr narrow = new Expr.Logical(false, alternatives.subList(0, 200), HERE);
    List<Program> programs =
        List.of(RandomPrograms.of("wide", wide), RandomPrograms.of("narrow", narrow));
    Schema schema = RandomPrograms.schema(programs);
    PredicateEvaluator evaluator = PredicateSet.compile(schema, programs).newEvaluator();
    List<EventView> events = events(schema, 3_001);
    assertThat(concerned(evaluator, events.get(7))).isEqualTo(2);
    assertThat(concerned(evaluator, events.get(2_999))).isOne();
    assertThat(concerned(evaluator, events.get(3_000))).isZero();
  }

  @Test
  void theCodeOfARuleSetThatIsGoneGoesToo() {
    WeakReference<?> code = compileAndForget();
    for (int i = 0; i < 50 && code.get() != null; i++) {
      System.gc();
    }
    assertThat(code.get()).as("the generated class").isNull();
  }

  private static WeakReference<?> compileAndForget() {
    Schema schema = RandomPrograms.schema(List.of(RandomPrograms.of("r", atLeast(5))));
    TypePredicates.Straight straight =
        TypePredicates.straight(
            TypePredicates.Asked.of(
                schema.layouts().getFirst(),
                List.of(new TypePredicates.Question(0, 1, true, List.of(atLeast(5))))));
    Class<?> generated = straight.code().newTests().getClass();
    assertThat(generated.isHidden()).isTrue();
    return new WeakReference<>(generated);
  }
}
