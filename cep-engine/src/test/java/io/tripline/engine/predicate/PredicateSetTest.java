package io.tripline.engine.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.RandomExpressions;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that are reported for an event are those whose bases are true. */
class PredicateSetTest {

  @ParameterizedTest
  @CsvSource({
    "1, 60, 60",
    "3, 60, 60",
    "10, 40, 60",
    "40, 20, 60",
    "150, 10, 80",
    "600, 2, 80",
    "2000, 1, 60"
  })
  void saysWhatTheInterpreterSaysOfRandomRules(int rules, int sets, int events) {
    long first = 90_000 + rules;
    int concerned = 0;
    for (int s = 0; s < sets; s++) {
      concerned += compare(first + s, rules, events);
    }
    assertThat(concerned).as("rules concerned, from seed " + first).isPositive();
  }

  private static int compare(long seed, int rules, int eventCount) {
    Random random = new Random(seed);
    RandomExpressions expressions = new RandomExpressions(random, false);
    List<Program> programs = new ArrayList<>();
    for (int r = 0; r < rules; r++) {
      programs.add(RandomPrograms.program("r" + r, random, expressions));
    }
    Schema schema = RandomPrograms.schema(programs);
    PredicateEvaluator chosen = PredicateSet.compile(schema, programs).newEvaluator();
    PredicateEvaluator straight =
        PredicateSet.compile(schema, programs, PredicateSet.Way.STRAIGHT).newEvaluator();
    PredicateSet indexed = PredicateSet.compile(schema, programs, PredicateSet.Way.INDEX);
    PredicateEvaluator index = indexed.newEvaluator();
    Interpreted interpreted = new Interpreted(programs, schema);
    int concerned = 0;
    EventLayout layout = schema.layouts().getFirst();
    long[] classes = indexed.classes(layout.typeId());
    for (EventView event : RandomPrograms.events(expressions, layout, eventCount)) {
      Map<Integer, Long> expected = interpreted.evaluate(event);
      concerned += expected.size();
      Map<Integer, Long> starting = new TreeMap<>(expected);
      starting.keySet().removeIf(r -> (expected.get(r) & programs.get(r).starts()) == 0);
      assertThat(answer(straight, event)).as("straight, seed %d", seed).isEqualTo(expected);
      assertThat(answer(index, event)).as("index, seed %d", seed).isEqualTo(starting);
      assertThat(answer(chosen, event)).as("seed %d", seed).isIn(expected, starting);
      if (random.nextBoolean()) {
        index.turnTo(event.bytes(), event.base(), event.typeId());
      }
      long open = index.openClasses();
      for (int r = 0; r < rules; r++) {
        if (!starting.containsKey(r)) {
          long found = index.unlisted(r);
          assertThat(found).as("rule %d, seed %d", r, seed).isEqualTo(expected.getOrDefault(r, 0L));
          assertThat(found == 0 || (open & classes[r]) != 0)
              .as("rule %d is of an open class, seed %d", r, seed)
              .isTrue();
        }
      }
    }
    return concerned;
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 60, 300})
  void aSetAfterOthersSaysWhatOneSaysThatIsTheFirst(int most) {
    Random random = new Random(70_000 + most);
    RandomExpressions expressions = new RandomExpressions(random, false);
    List<Program> pool = new ArrayList<>();
    for (int r = 0; r < most; r++) {
      pool.add(RandomPrograms.program("r" + r, random, expressions));
    }
    PredicateMemory memory = new PredicateMemory();
    List<Program> programs = new ArrayList<>();
    int concerned = 0;
    for (int change = 0; change < 40; change++) {
      // A few come and go, at any place; now and then most do.
      int few = random.nextInt(8) == 0 ? most : 1 + random.nextInt(3);
      for (int i = 0; i < few; i++) {
        Program one = pool.get(random.nextInt(most));
        if (!programs.remove(one) || programs.isEmpty()) {
          programs.add(random.nextInt(programs.size() + 1), one);
        }
      }
      Schema schema = RandomPrograms.schema(programs);
      PredicateEvaluator after =
          PredicateSet.compile(schema, programs, PredicateSet.Way.INDEX, memory.lane(0, 0))
              .newEvaluator();
      memory.retain(programs);
      PredicateEvaluator first =
          PredicateSet.compile(schema, programs, PredicateSet.Way.INDEX).newEvaluator();
      EventLayout layout = schema.layouts().getFirst();
      for (EventView event : RandomPrograms.events(expressions, layout, 20)) {
        Map<Integer, Long> expected = answer(first, event);
        concerned += expected.size();
        assertThat(answer(after, event)).as("change %d", change).isEqualTo(expected);
        assertThat(after.openClasses()).isEqualTo(first.openClasses());
        for (int r = 0; r < programs.size(); r++) {
          assertThat(after.unlisted(r)).as("change %d", change).isEqualTo(first.unlisted(r));
        }
      }
    }
    assertThat(concerned).isPositive();
  }

  private static Map<Integer, Long> answer(PredicateEvaluator evaluator, EventView event) {
    Map<Integer, Long> answer = new TreeMap<>();
    int count = evaluator.evaluate(event.bytes(), event.base(), event.typeId());
    for (int i = 0; i < count; i++) {
      assertThat(answer.put(evaluator.rule(i), evaluator.variables(i))).isNull();
      assertThat(i == 0 || evaluator.rule(i - 1) < evaluator.rule(i)).as("ascending").isTrue();
    }
    return answer;
  }

  /** Asks everything of every event, with the tree interpreter. */
  private static final class Interpreted {
    private record Asked(int rule, long bit, List<Node> base) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Frame frame = new Frame();

    Interpreted(List<Program> programs, Schema schema) {
      for (int r = 0; r < programs.size(); r++) {
        Program program = programs.get(r);
        for (Variable variable : program.rule().variables()) {
          add(
              r,
              variable.index(),
              schema,
              variable.type().name(),
              ConditionParts.of(variable, program.rule()));
        }
        for (int l = 0; l < program.automaton().loops().size(); l++) {
          for (Pattern.Until until : program.automaton().loops().get(l).until()) {
            int bit = program.rule().variables().size() + l;
            add(r, bit, schema, until.type().name(), ConditionParts.of(until.condition()));
          }
        }
      }
    }

    private void add(int rule, int bit, Schema schema, String type, ConditionParts parts) {
      asked.add(
          new Asked(
              rule,
              1L << bit,
              parts.base().stream().map(e -> ExprCompiler.ofEvent(e, schema.get(type))).toList()));
    }

    Map<Integer, Long> evaluate(EventView event) {
      Map<Integer, Long> masks = new TreeMap<>();
      frame.event(event);
      for (Asked a : asked) {
        if (a.base().stream().allMatch(node -> node.test(frame) == 1)) {
          masks.merge(a.rule(), a.bit(), (x, y) -> x | y);
        }
      }
      return masks;
    }
  }

  @Test
  void aRuleOfMoreThan64VariablesIsAlwaysConcernedInAllOfThem() {
    Program wide = RandomPrograms.wide("wide", 70);
    Schema schema = RandomPrograms.schema(List.of(wide));
    PredicateEvaluator evaluator = PredicateSet.compile(schema, List.of(wide)).newEvaluator();
    RandomExpressions expressions = new RandomExpressions(new Random(1), false);
    for (EventView event : RandomPrograms.events(expressions, schema.layouts().getFirst(), 5)) {
      assertThat(evaluator.evaluate(event.bytes(), event.base(), event.typeId())).isOne();
      assertThat(evaluator.rule(0)).isZero();
      assertThat(evaluator.variables(0)).isEqualTo(-1);
    }
    assertThat(wide.decided()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40, 1000})
  void evaluationAllocatesNothing(int rules) {
    Random random = new Random(rules);
    RandomExpressions expressions = new RandomExpressions(random, false).withoutObjects();
    List<Program> programs = new ArrayList<>();
    for (int r = 0; r < rules; r++) {
      programs.add(RandomPrograms.program("r" + r, random, expressions));
    }
    Schema schema = RandomPrograms.schema(programs);
    PredicateEvaluator evaluator = PredicateSet.compile(schema, programs).newEvaluator();
    List<EventView> events = RandomPrograms.events(expressions, schema.layouts().getFirst(), 50);
    Allocation.assertNone(
        () -> {
          for (int i = 0; i < events.size(); i++) {
            EventView event = events.get(i);
            evaluator.evaluate(event.bytes(), event.base(), event.typeId());
            evaluator.openClasses();
            evaluator.unlisted(i % rules);
          }
        });
  }
}
