package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Random rules over two small event types, and random streams for them. */
public final class RandomCases {
  static final int SYMBOL = 1;
  static final int VALUE = 2;

  /**
   * The two event types: {@code time}, a symbol from a few, and a small number that may be null.
   */
  public static final List<EventType> TYPES = List.of(type("E"), type("F"));

  private final SplittableRandom random;
  private int column;
  private int singles;

  private RandomCases(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A rule and the input of one key. */
  public record Case(Rule rule, List<RefEvent> events) {}

  /** The case of a seed. */
  public static Case of(long seed) {
    return of(seed, 7);
  }

  /** The case of a seed, of up to so many events. */
  public static Case of(long seed, int mostEvents) {
    RandomCases cases = new RandomCases(seed);
    Rule rule = cases.rule();
    return new Case(rule, cases.events(mostEvents));
  }

  private static EventType type(String name) {
    return new EventType(
        name,
        List.of(
            new EventType.Field("time", "time", Type.Simple.TIMESTAMP, false, false),
            new EventType.Field("s", "s", Type.Simple.INT, false, false),
            new EventType.Field("v", "v", Type.Simple.INT, true, false)),
        0,
        EventType.NO_ID,
        null);
  }

  private Place place() {
    return new Place("random.trip", 1, ++column, 1);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Rule rule() {
    int variableCount = 1 + random.nextInt(4);
    Pattern pattern = pattern(3, variableCount);
    while (Words.isEmptyable(pattern) || size(pattern) > 7) {
      singles = 0;
      pattern = pattern(3, variableCount);
    }
    List<Variable> variables = new ArrayList<>();
    for (int v = 0; v < variableCount; v++) {
      EventType type = TYPES.get(chance(75) ? 0 : 1);
      Expr condition = chance(12) ? null : condition(v, variableCount);
      variables.add(new Variable("v" + v, v, type, condition, true, true));
    }
    Skip skip =
        switch (random.nextInt(6)) {
          case 0 -> new Skip.ToNext();
          case 1 -> new Skip.PastLast();
          case 2 -> new Skip.ToFirst(random.nextInt(variableCount));
          case 3 -> new Skip.ToLast(random.nextInt(variableCount));
          default -> new Skip.None();
        };
    List<Key.Source> sources = new ArrayList<>();
    for (EventType type : TYPES) {
      sources.add(new Key.Source(type, List.of()));
    }
    return new Rule(
        "random",
        null,
        null,
        Severity.LOW,
        List.of(),
        new Key(List.of(), sources),
        variables,
        pattern,
        chance(40) ? random.nextInt(8) : 1_000,
        skip,
        new AlertSpec(new Template(List.of()), AlertSpec.NO_SCORE, List.of(), AlertSpec.NO_LIMIT),
        null,
        null,
        place());
  }

  private static int size(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single s -> 1;
      case Pattern.Sequence s -> s.parts().stream().mapToInt(RandomCases::size).sum();
      case Pattern.Alternation a -> a.branches().stream().mapToInt(RandomCases::size).sum();
      case Pattern.Repetition r -> 1 + size(r.body());
      case Pattern.Conjunction c -> c.parts().stream().mapToInt(RandomCases::size).sum();
      case Pattern.Absence a -> 0;
    };
  }

  private Pattern pattern(int depth, int variables) {
    int kind = depth == 0 ? 0 : random.nextInt(10);
    if (kind < 2) {
      // mostly each variable once, in order; sometimes one again
      int variable = chance(85) ? singles % variables : random.nextInt(variables);
      singles++;
      return new Pattern.Single(variable, place());
    }
    if (kind < 6) {
      int parts = 2 + random.nextInt(2);
      List<Pattern> list = new ArrayList<>();
      List<Pattern.Link> links = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        list.add(pattern(depth - 1, variables));
        if (i > 0) {
          links.add(Pattern.Link.of(arrow()));
        }
      }
      return new Pattern.Sequence(list, links, place());
    }
    if (kind < 7) {
      return new Pattern.Alternation(
          List.of(pattern(depth - 1, variables), pattern(depth - 1, variables)), place());
    }
    int min = random.nextInt(3);
    int max = chance(50) ? Pattern.Repetition.UNBOUNDED : Math.max(1, min + random.nextInt(3));
    Greed greed = chance(50) ? Greed.NONE : chance(50) ? Greed.GREEDY : Greed.RELUCTANT;
    Pattern body = pattern(chance(70) ? 0 : depth - 1, variables);
    List<Pattern.Until> until = new ArrayList<>();
    if (chance(25)) {
      for (EventType type : TYPES) {
        until.add(new Pattern.Until(type, condition(random.nextInt(variables), variables)));
      }
    }
    return new Pattern.Repetition(body, min, max, arrow(), greed, until, place());
  }

  private Arrow arrow() {
    int kind = random.nextInt(10);
    return kind < 5 ? Arrow.FOLLOWED_BY : kind < 7 ? Arrow.NEXT : Arrow.FOLLOWED_BY_ANY;
  }

  private Expr condition(int own, int variables) {
    if (chance(20)) {
      return new Expr.Logical(
          chance(60), List.of(condition(own, variables), condition(own, variables)), place());
    }
    if (chance(8)) {
      return new Expr.Not(condition(own, variables), place());
    }
    Expr right = chance(60) ? literal(random.nextInt(4)) : aggregate(own, variables);
    if (right == null) {
      right = literal(1);
    }
    Expr.ComparisonOp[] ops = Expr.ComparisonOp.values();
    if (chance(50)) {
      return new Expr.Comparison(
          chance(70) ? Expr.ComparisonOp.EQ : Expr.ComparisonOp.LE,
          field(SYMBOL),
          literal(random.nextInt(3)),
          place());
    }
    return new Expr.Comparison(ops[random.nextInt(ops.length)], field(VALUE), right, place());
  }

  private Expr field(int index) {
    return new Expr.Field(index, Type.Simple.INT, place());
  }

  private Expr literal(long value) {
    return new Expr.Literal(value, Type.Simple.INT, place());
  }

  private @Nullable Expr aggregate(int own, int variables) {
    Expr.AggregateKind[] kinds = {
      Expr.AggregateKind.COUNT,
      Expr.AggregateKind.SUM,
      Expr.AggregateKind.MIN,
      Expr.AggregateKind.MAX,
      Expr.AggregateKind.DISTINCT,
      Expr.AggregateKind.FIRST,
      Expr.AggregateKind.LAST
    };
    int variable = chance(50) ? own : random.nextInt(variables);
    Expr.AggregateKind kind = kinds[random.nextInt(kinds.length)];
    boolean plain = kind == Expr.AggregateKind.COUNT && chance(50);
    return new Expr.Aggregate(
        kind, variable, plain ? null : field(VALUE), Type.Simple.INT, place());
  }

  private List<RefEvent> events(int most) {
    int count = 1 + random.nextInt(most);
    List<RefEvent> events = new ArrayList<>();
    long clock = chance(20) ? -3 : 100;
    long number = 1;
    for (int i = 0; i < count; i++) {
      clock += random.nextInt(4);
      number += 1 + random.nextInt(3);
      long value = chance(10) ? Long.MIN_VALUE : random.nextInt(4);
      events.add(
          new RefEvent(
              number, chance(80) ? "E" : "F", clock, new long[] {clock, random.nextInt(3), value}));
    }
    return events;
  }
}
