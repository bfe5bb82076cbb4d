package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Repetition;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Random rules over two small event types, and random streams for them. The rules are such as an
 * author could write: the checker has nothing against them.
 */
public final class RandomCases {
  static final int SYMBOL = 1;
  public static final int VALUE = 2;

  /** A {@code within} that no stream reaches, unless it falls silent. */
  private static final long LONG = 1_000;

  /**
   * The two event types: {@code time}, a symbol from a few, and a small number that may be null.
   */
  public static final List<EventType> TYPES = List.of(type("E"), type("F"));

  private final SplittableRandom random;
  private final boolean plain;
  private final List<EventType> declared;
  private final @Nullable RandomValues values;
  private final EventType[] types = new EventType[5];
  private int column;

  /** What can be bound before an event of each variable, as far as its condition may ask for it. */
  private BitSet[] reached = {};

  private RandomCases(
      long seed, boolean plain, List<EventType> declared, @Nullable RandomValues values) {
    this.random = new SplittableRandom(seed);
    this.plain = plain;
    this.declared = declared;
    this.values = values;
  }

  /** A rule and the input of one key. */
  public record Case(Rule rule, List<RefEvent> events) {}

  /** The case of a seed. */
  public static Case of(long seed) {
    return of(seed, 7);
  }

  /** The case of a seed, of up to so many events. */
  public static Case of(long seed, int mostEvents) {
    return new RandomCases(seed, false, TYPES, null).next(mostEvents);
  }

  /** The same, without gaps, {@code not} and {@code &}: nothing waits for time. */
  public static Case plain(long seed, int mostEvents) {
    return new RandomCases(seed, true, TYPES, null).next(mostEvents);
  }

  /**
   * A rule over two other types whose fields begin with the same three.
   *
   * @param values what conditions can ask for besides; null for nothing
   */
  public static Rule rule(long seed, List<EventType> types, @Nullable RandomValues values) {
    return new RandomCases(seed, false, types, values).rule();
  }

  private Case next(int mostEvents) {
    Rule rule = rule();
    return new Case(rule, events(mostEvents));
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
    return new Place("random.trip", 2, ++column, 1);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  // ------------------------------------------------------------------ rules

  private Rule rule() {
    for (int v = 0; v < types.length; v++) {
      types[v] = declared.get(chance(75) ? 0 : 1);
    }
    boolean bounded = !plain && chance(12);
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    Pattern pattern =
        renumbered(
            new RandomPattern(random, 1 + random.nextInt(types.length), plain, bounded).next(),
            numbers);
    EventType[] renumbered = types.clone();
    numbers.forEach((from, to) -> types[to] = renumbered[from]);
    int count = numbers.size();
    reached = new BitSet[count];
    for (int v = 0; v < count; v++) {
      reached[v] = new BitSet();
    }
    pattern = withUntils(pattern, new BitSet());
    takeApart(pattern);
    BitSet taken = taken(pattern);
    boolean easy = !plain && chance(40); // or else large patterns never match
    List<Variable> variables = new ArrayList<>();
    for (int v = 0; v < count; v++) {
      Expr condition = chance(easy ? 50 : 12) ? null : condition(reached[v], types[v]);
      variables.add(new Variable("v" + v, v, types[v], condition, true, true));
    }
    List<Key.Source> sources = declared.stream().map(t -> new Key.Source(t, List.of())).toList();
    return new Rule(
        "random",
        null,
        null,
        Severity.LOW,
        List.of(),
        new Key(List.of(), sources),
        variables,
        pattern,
        within(pattern, bounded),
        skip(taken),
        chance(80) ? Rule.DEFAULT_MATCH_LIMIT : 1 + random.nextInt(4),
        new AlertSpec(new Template(List.of()), AlertSpec.NO_SCORE, List.of(), AlertSpec.NO_LIMIT),
        null,
        null,
        place());
  }

  private Skip skip(BitSet taken) {
    int[] variables = taken.stream().toArray();
    int variable = variables[random.nextInt(variables.length)];
    return switch (random.nextInt(7)) {
      case 0 -> new Skip.ToNext();
      case 1, 2 -> new Skip.PastLast();
      case 3 -> new Skip.ToFirst(variable);
      case 4 -> new Skip.ToLast(variable);
      default -> new Skip.None();
    };
  }

  /** Not less than what the bounds on arrows add up to. */
  private long within(Pattern pattern, boolean bounded) {
    if (bounded && chance(70)) {
      return Rule.NO_BOUND;
    }
    long within = chance(45) ? 1 + random.nextInt(9) : LONG;
    return within < leastTime(pattern) ? LONG : within;
  }

  /** At least so long as any match takes by its gaps. */
  private static long leastTime(Pattern pattern) {
    long inside = pattern.inner().stream().mapToLong(RandomCases::leastTime).sum();
    return switch (pattern) {
      case Pattern.Sequence s ->
          inside
              + s.links().stream()
                  .mapToLong(l -> l.gap() == null ? 0 : l.gap().leastMillis())
                  .sum();
      case Repetition r -> Math.max(1, r.min()) * inside;
      default -> inside;
    };
  }

  // ------------------------------------------------------------------ variables

  /** Gives variables the order of their first appearance. */
  private static Pattern renumbered(Pattern pattern, Map<Integer, Integer> numbers) {
    return switch (pattern) {
      case Pattern.Single(int v, Place place) -> new Pattern.Single(number(v, numbers), place);
      case Pattern.Absence(int v, Place place) -> new Pattern.Absence(number(v, numbers), place);
      default ->
          Patterns.withInner(
              pattern, pattern.inner().stream().map(p -> renumbered(p, numbers)).toList());
    };
  }

  private static int number(int variable, Map<Integer, Integer> numbers) {
    Integer number = numbers.putIfAbsent(variable, numbers.size());
    return number == null ? numbers.size() - 1 : number;
  }

  private static BitSet taken(Pattern pattern) {
    BitSet taken = new BitSet();
    Patterns.walk(
        pattern,
        p -> {
          if (p instanceof Pattern.Single single) {
            taken.set(single.variable());
          }
        });
    return taken;
  }

  private static BitSet named(Pattern pattern) {
    BitSet named = taken(pattern);
    Patterns.walk(
        pattern,
        p -> {
          if (p instanceof Pattern.Absence absence) {
            named.set(absence.variable());
          }
        });
    return named;
  }

  /**
   * Gives loops their {@code until}s, and notes what is reached at each variable.
   *
   * @param before what can be bound before the pattern; afterwards, also what the pattern binds
   */
  private Pattern withUntils(Pattern pattern, BitSet before) {
    return switch (pattern) {
      case Pattern.Single single -> {
        reached[single.variable()].or(before);
        before.set(single.variable());
        yield single;
      }
      case Pattern.Absence absence -> {
        BitSet others = (BitSet) before.clone();
        others.clear(absence.variable()); // what is absent is not one of several
        reached[absence.variable()].or(others);
        yield absence;
      }
      case Pattern.Sequence sequence ->
          Patterns.withInner(
              sequence, sequence.parts().stream().map(p -> withUntils(p, before)).toList());
      case Pattern.Alternation either -> apart(either, before);
      case Pattern.Conjunction both -> apart(both, before);
      case Repetition r -> {
        if (r.max() > 1) {
          before.or(taken(r.body()));
        }
        Pattern body = withUntils(r.body(), before);
        List<Pattern.Until> until = new ArrayList<>();
        if (chance(25)) {
          Expr shared = condition(before, null);
          taken(body).stream()
              .mapToObj(v -> types[v])
              .distinct()
              .forEach(type -> until.add(new Pattern.Until(type, asked(shared, type))));
        }
        yield new Repetition(body, r.min(), r.max(), r.join(), r.greed(), until, r.place());
      }
    };
  }

  /** Each inner pattern with what is bound before all of them. */
  private Pattern apart(Pattern pattern, BitSet before) {
    BitSet start = (BitSet) before.clone();
    List<Pattern> inner = new ArrayList<>();
    for (Pattern p : pattern.inner()) {
      BitSet after = (BitSet) start.clone();
      inner.add(withUntils(p, after));
      before.or(after);
    }
    return Patterns.withInner(pattern, inner);
  }

  /** Conditions cannot speak of another part of the same {@code &}. */
  private void takeApart(Pattern pattern) {
    Patterns.walk(
        pattern,
        p -> {
          if (p instanceof Pattern.Conjunction both) {
            for (Pattern one : both.parts()) {
              for (Pattern other : both.parts()) {
                if (one != other) {
                  named(one).stream().forEach(v -> reached[v].andNot(named(other)));
                }
              }
            }
          }
        });
  }

  // ------------------------------------------------------------------ conditions

  /** A condition of {@code until}, or that and a question about a window. */
  private Expr asked(Expr condition, EventType type) {
    return values != null && chance(30)
        ? new Expr.Logical(chance(50), List.of(condition, values.condition(type)), place())
        : condition;
  }

  /**
   * @param type of the event that is tested, if windows and features can be asked for
   */
  private Expr condition(BitSet known, @Nullable EventType type) {
    if (chance(20)) {
      return new Expr.Logical(
          chance(60), List.of(condition(known, type), condition(known, type)), place());
    }
    if (chance(8)) {
      return new Expr.Not(condition(known, type), place());
    }
    if (values != null && type != null && chance(30)) {
      return values.condition(type);
    }
    Expr right = chance(60) ? null : aggregate(known);
    if (right == null) {
      right = literal(random.nextInt(4));
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

  private @Nullable Expr aggregate(BitSet known) {
    Expr.AggregateKind[] kinds = {
      Expr.AggregateKind.COUNT,
      Expr.AggregateKind.SUM,
      Expr.AggregateKind.MIN,
      Expr.AggregateKind.MAX,
      Expr.AggregateKind.DISTINCT,
      Expr.AggregateKind.FIRST,
      Expr.AggregateKind.LAST
    };
    int[] variables = known.stream().toArray();
    if (variables.length == 0) {
      return null;
    }
    int variable = variables[random.nextInt(variables.length)];
    Expr.AggregateKind kind = kinds[random.nextInt(kinds.length)];
    boolean plainCount = kind == Expr.AggregateKind.COUNT && chance(50);
    return new Expr.Aggregate(
        kind, variable, plainCount ? null : field(VALUE), Type.Simple.INT, place());
  }

  // ------------------------------------------------------------------ streams

  private List<RefEvent> events(int most) {
    int count = 1 + random.nextInt(most);
    List<RefEvent> events = new ArrayList<>();
    long clock = chance(30) ? -5 + random.nextInt(6) : 100;
    long number = 1;
    int step = chance(20) ? 2 : 4; // in some streams many times are equal
    for (int i = 0; i < count; i++) {
      clock += chance(5) ? 10 : chance(2) ? LONG : random.nextInt(step);
      number += 1 + random.nextInt(3);
      long time = chance(10) ? clock - random.nextInt(6) : clock;
      long value = chance(10) ? Long.MIN_VALUE : random.nextInt(4);
      events.add(
          new RefEvent(
              number, chance(80) ? "E" : "F", clock, new long[] {time, random.nextInt(3), value}));
    }
    return !plain && chance(30) ? heldBack(events) : events;
  }

  /**
   * The same as if they had come in another order, and had been held back until it was their turn:
   * the numbers say how they came. Equal times keep the order in which they came.
   */
  private List<RefEvent> heldBack(List<RefEvent> events) {
    List<RefEvent> renumbered = new ArrayList<>();
    List<Long> numbers = new ArrayList<>(events.stream().map(RefEvent::number).toList());
    for (int i = 0; i < events.size(); ) {
      long clock = events.get(i).clock();
      TreeSet<Long> taken = new TreeSet<>();
      int end = i;
      for (; end < events.size() && events.get(end).clock() == clock; end++) {
        taken.add(numbers.remove(random.nextInt(numbers.size())));
      }
      for (; i < end; i++) {
        RefEvent e = events.get(i);
        renumbered.add(new RefEvent(taken.removeFirst(), e.type(), e.clock(), e.fields()));
      }
    }
    return renumbered;
  }
}
