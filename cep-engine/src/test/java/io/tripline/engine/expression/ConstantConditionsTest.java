package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/**
 * What the compiler says of random conditions is so for random events, by the evaluator that
 * matches them: what is never true is not, what is always true is, a dead branch of a case is not
 * chosen, and before a dead argument stands one that is not null. It is also so when a deployment
 * sets other values of the parameters.
 */
class ConstantConditionsTest {
  private static final String EVENT =
      """
      event T {
        t timestamp @time
        i int
        n int?
        d decimal(2)
        f double
        s string
        z string?
        b bool
        m bool?
        e enum(A, B, C)
        x enum(A, B, C)?
      }
      """;

  private static final String[] NUMBERS = {
    "0", "1", "2", "-1", "1.5", "2.25", "2.255", "1.00", "low", "-low", "1 + 1", "2 * 0.75"
  };
  private static final String[] EXACT = {
    "i", "n", "d", "i + 1", "10 / n", "coalesce(n, i, 1)", "coalesce(10 / i, n)"
  };
  private static final String[] TEXTS = {"s", "z", "'a'", "'b'", "word", "lower(z)"};
  private static final String[] SYMBOLS = {"A", "B", "C"};
  private static final String[] SIGNS = {"=", "!=", "<", "<=", ">", ">="};
  private static final int EVENTS = 60;
  private static final int DEPTH = 3;

  @Property(tries = 300)
  void whatIsSaidHoldsForAllEvents(@ForAll long seed) {
    holds(seed, new TreeMap<>());
  }

  @Test
  void muchIsSaidOfEachKind() {
    Map<String, Integer> said = new TreeMap<>();
    for (long seed = 1; seed <= 400; seed++) {
      holds(seed, said);
    }
    for (Code code :
        List.of(Code.NEVER_TRUE, Code.ALWAYS_TRUE, Code.DEAD_CASE, Code.DEAD_ARGUMENT)) {
      assertThat(said.getOrDefault(code.id(), 0)).as("%s in %s", code, said).isGreaterThan(10);
    }
  }

  private static void holds(long seed, Map<String, Integer> said) {
    Random random = new Random(seed);
    String condition = condition(random, DEPTH);
    List<Diagnostic> diagnostics = compile(condition, 1, "a").diagnostics();
    RuleSet rules =
        Objects.requireNonNull(
            compile(condition, random.nextInt(4), random.nextBoolean() ? "a" : "b").ruleSet(),
            () -> condition + " " + diagnostics);
    Events events = new Events(rules);
    for (int n = 0; n < EVENTS; n++) {
      events.next(random);
      for (Diagnostic diagnostic : diagnostics) {
        said.merge(diagnostic.code(), n == 0 ? 1 : 0, Integer::sum);
        assertThat(holds(diagnostic, events))
            .as("seed %d, event %d: %s of %s", seed, n, diagnostic, condition)
            .isTrue();
      }
    }
  }

  private static boolean holds(Diagnostic diagnostic, Events events) {
    Place place = diagnostic.place();
    String code = diagnostic.code();
    if (code.equals(Code.NEVER_TRUE.id())) {
      return events.test(find(events.root, e -> e.place().equals(place))) != 1;
    }
    if (code.equals(Code.ALWAYS_TRUE.id())) {
      return events.test(find(events.root, e -> e.place().equals(place))) == 1;
    }
    if (code.equals(Code.DEAD_CASE.id())) {
      Expr.Case choice =
          (Expr.Case) find(events.root, e -> e instanceof Expr.Case c && index(c, place) >= 0);
      for (int i = 0; i < index(choice, place); i++) {
        if (events.test(choice.branches().get(i).condition()) == 1) {
          return true;
        }
      }
      return index(choice, place) < choice.branches().size()
          && events.test(choice.branches().get(index(choice, place)).condition()) != 1;
    }
    if (code.equals(Code.DEAD_ARGUMENT.id())) {
      Expr.Coalesce all =
          (Expr.Coalesce)
              find(
                  events.root,
                  e ->
                      e instanceof Expr.Coalesce c
                          && c.operands().stream().anyMatch(o -> o.place().equals(place)));
      List<Place> places = all.operands().stream().map(Expr::place).toList();
      return !events.isNull(all.operands().get(places.indexOf(place) - 1));
    }
    return true;
  }

  /** Which branch of a case stands at a place; the number of branches for its else; −1 for none. */
  private static int index(Expr.Case choice, Place place) {
    for (int i = 0; i < choice.branches().size(); i++) {
      if (choice.branches().get(i).condition().place().equals(place)) {
        return i;
      }
    }
    Expr otherwise = choice.otherwise();
    return otherwise != null && otherwise.place().equals(place) ? choice.branches().size() : -1;
  }

  /** The first part, from the outside in, that is wanted. */
  private static Expr find(Expr root, Predicate<Expr> wanted) {
    List<Expr> found = new ArrayList<>();
    root.walk(
        e -> {
          if (found.isEmpty() && wanted.test(e)) {
            found.add(e);
          }
        });
    return found.getFirst();
  }

  private static Compilation compile(String condition, int low, String word) {
    String rule =
        "rule r { param low = %d param word = '%s' on T by none when %s alert \"x\" }"
            .formatted(low, word, condition);
    return RuleCompiler.compile(List.of(new SourceFile("t.trip", EVENT + rule)));
  }

  // ---- random conditions

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String one = condition(random, depth - 1);
      String other = condition(random, depth - 1);
      return switch (random.nextInt(7)) {
        case 0, 1 -> "(" + one + " and " + other + ")";
        case 2, 3 -> "(" + one + " or " + other + ")";
        case 4 -> "not (" + one + ")";
        case 5 -> "((" + one + ") is null)";
        default ->
            "case when %s then %s when %s then %s else %s end"
                .formatted(one, other, other, one, condition(random, 0));
      };
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> of(random, EXACT) + " " + of(random, SIGNS) + " " + of(random, NUMBERS);
      case 3 -> of(random, EXACT) + " " + of(random, SIGNS) + " " + of(random, EXACT);
      case 4 -> of(random, NUMBERS) + " " + of(random, SIGNS) + " " + of(random, EXACT);
      case 5 -> "f " + of(random, SIGNS) + " " + of(random, NUMBERS);
      case 6 ->
          of(random, EXACT) + " between " + of(random, NUMBERS) + " and " + of(random, NUMBERS);
      case 7 ->
          of(random, EXACT)
              + not(random)
              + "in ("
              + of(random, NUMBERS)
              + ", "
              + of(random, NUMBERS)
              + ")";
      case 8 -> of(random, TEXTS) + " " + of(random, SIGNS) + " " + of(random, TEXTS);
      case 9 ->
          of(random, "e", "x")
              + not(random)
              + "in ("
              + of(random, SYMBOLS)
              + ", "
              + of(random, SYMBOLS)
              + ", C)";
      case 10 ->
          of(random, "i", "n", "z", "m", "coalesce(n, 2)") + of(random, " is null", " is not null");
      default -> of(random, "b", "m", "true", "false", "b = true", "m != b", "s like 'a%'");
    };
  }

  private static String not(Random random) {
    return random.nextBoolean() ? " not " : " ";
  }

  private static String of(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  // ---- random events

  /** One event at a time, and the values of expressions at it. */
  private static final class Events {
    private static final double[] DOUBLES = {0.0, -0.0, 1, 1.5, 2.25, -1, 2, 1e300};

    private final Expr root;
    private final Rule rule;
    private final EventLayout layout;
    private final EventWriter writer = new EventWriter();
    private final Frame frame = new Frame();

    Events(RuleSet rules) {
      this.rule = rules.rules().getFirst();
      this.root = Objects.requireNonNull(rule.variables().getFirst().condition());
      this.layout = Schema.of(1, List.of(rules)).get("T");
    }

    void next(Random random) {
      writer.clear();
      writer.begin(layout);
      writer.setLong(at("t"), 0);
      writer.setLong(at("i"), random.nextInt(5) - 1);
      if (random.nextBoolean()) {
        writer.setLong(at("n"), random.nextInt(4) - 1);
      }
      writer.setLong(at("d"), new long[] {-100, 0, 100, 150, 225, 226, 200}[random.nextInt(7)]);
      writer.setDouble(at("f"), DOUBLES[random.nextInt(DOUBLES.length)]);
      text("s", random);
      if (random.nextBoolean()) {
        text("z", random);
      }
      writer.setBool(at("b"), random.nextBoolean());
      if (random.nextBoolean()) {
        writer.setBool(at("m"), random.nextBoolean());
      }
      writer.setLong(at("e"), random.nextInt(3));
      if (random.nextBoolean()) {
        writer.setLong(at("x"), random.nextInt(3));
      }
      writer.end(0, new byte[0], 0, 0);
      frame.event(new EventView().wrap(writer.bytes(), 0));
    }

    private void text(String field, Random random) {
      char[] text = of(random, "a", "b", "A", "").toCharArray();
      writer.setText(at(field), text, 0, text.length);
    }

    private int at(String field) {
      return layout.type().indexOf(field);
    }

    /** 1 true, 0 false; unknown also where it fails. */
    int test(Expr condition) {
      frame.reset();
      int value = node(condition).test(frame);
      return frame.failedAt() == null ? value : Nulls.UNKNOWN;
    }

    /** Whether it is null without having failed. */
    boolean isNull(Expr expr) {
      frame.reset();
      return node(expr).box(expr.type(), frame) == null && frame.failedAt() == null;
    }

    private Node node(Expr expr) {
      return new ExprCompiler(RegisterTable.of(rule)).compile(expr, layout);
    }
  }
}
