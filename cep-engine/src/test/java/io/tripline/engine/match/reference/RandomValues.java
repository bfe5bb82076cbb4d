package io.tripline.engine.match.reference;

import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random windows and features over the ints of {@link RandomCases}, such as the checker lets
 * through.
 */
public final class RandomValues {
  private static final Place PLACE = new Place("values.trip", 1, 1, 1);

  private final SplittableRandom random;
  private final List<Feature> features = new ArrayList<>();

  /**
   * @param sources of the features: each one's key, for both types
   */
  public RandomValues(SplittableRandom random, List<Key> sources) {
    this.random = random;
    for (Key key : sources) {
      EventType source = key.sources().get(random.nextInt(key.sources().size())).type();
      WindowAggregate aggregate = aggregate(source, false);
      features.add(new Feature("f" + features.size(), null, aggregate, key, PLACE));
    }
  }

  /** Those that rules can read. */
  public List<Feature> features() {
    return features;
  }

  /** A window, or one of the features, as it stands at events of a type. */
  public Expr next(EventType tested) {
    if (!features.isEmpty() && chance(40)) {
      Feature feature = features.get(random.nextInt(features.size()));
      WindowAggregate aggregate = feature.aggregate();
      Key.Source key =
          feature.key().sources().stream()
              .filter(s -> s.type().equals(tested))
              .findFirst()
              .orElseThrow();
      if (aggregate.kind() != AggregateKind.SEEN || aggregate.source().equals(tested)) {
        return new Expr.FeatureValue(feature, key.fields(), PLACE);
      }
    }
    return new Expr.Windowed(aggregate(tested, true), PLACE);
  }

  /** A comparison of a window or a feature with something, or one that is true or false itself. */
  public Expr condition(EventType tested) {
    Expr value = next(tested);
    if (value.type() == Type.Simple.BOOL) {
      return chance(70) ? value : new Expr.Not(value, PLACE);
    }
    if (chance(10)) {
      return new Expr.IsNull(value, PLACE);
    }
    Expr.ComparisonOp[] ops = Expr.ComparisonOp.values();
    Expr other =
        chance(40)
            ? new Expr.Field(RandomCases.VALUE, Type.Simple.INT, PLACE)
            : new Expr.Literal((long) random.nextInt(5), Type.Simple.INT, PLACE);
    if (value.type() == Type.Simple.DOUBLE) {
      other = new Expr.Cast(other, Type.Simple.DOUBLE, PLACE);
    }
    return new Expr.Comparison(ops[random.nextInt(ops.length)], value, other, PLACE);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /**
   * @param asked whether {@code this} can stand in it
   */
  private WindowAggregate aggregate(EventType source, boolean asked) {
    Window window = window();
    boolean panes = window instanceof Window.Panes;
    AggregateKind kind = AggregateKind.COUNT;
    do {
      kind = AggregateKind.values()[random.nextInt(AggregateKind.values().length)];
    } while (panes && wantsSingleValues(kind));
    Expr argument =
        kind == AggregateKind.COUNT && chance(50)
            ? null
            : field(chance(75) ? RandomCases.VALUE : RandomCases.SYMBOL);
    double[] percentages = {0, 12.5, 50, 90, 100};
    AggregateFunction function =
        AggregateFunction.find(kind.name().toLowerCase(Locale.ROOT)).orElseThrow();
    return new WindowAggregate(
        kind,
        false,
        source,
        argument,
        kind == AggregateKind.PERCENTILE ? percentages[random.nextInt(percentages.length)] : 0,
        where(asked, panes),
        window,
        function.result(Type.Simple.INT).orElseThrow());
  }

  private static boolean wantsSingleValues(AggregateKind kind) {
    return switch (kind) {
      case DISTINCT, MEDIAN, PERCENTILE, SEEN -> true;
      case COUNT, SUM, AVG, MIN, MAX, STDDEV, FIRST, LAST -> false;
    };
  }

  private Window window() {
    long pane = 1 + random.nextInt(5);
    boolean previous = chance(35);
    return switch (random.nextInt(7)) {
      case 0, 1 -> new Window.Sliding(chance(20) ? 2_000 : 1 + random.nextInt(15), previous);
      case 2 ->
          new Window.Delayed(1 + random.nextInt(10), 1 + random.nextInt(chance(20) ? 999 : 8));
      case 3 -> new Window.LastEvents(1 + random.nextInt(5));
      case 4 -> new Window.Session(1 + random.nextInt(4));
      case 6 -> new Window.Panes(pane * (2 + random.nextInt(4)), pane, previous);
      default ->
          new Window.Calendar(
              Window.Unit.values()[random.nextInt(3)],
              chance(50) ? ZoneOffset.UTC : ZoneOffset.ofTotalSeconds(-3600 * random.nextInt(2)));
    };
  }

  /**
   * @param byKey whether {@code this} stands only where it is a part of the key
   */
  private @Nullable Expr where(boolean asked, boolean byKey) {
    Expr symbol =
        new Expr.Comparison(
            Expr.ComparisonOp.EQ,
            field(RandomCases.SYMBOL),
            new Expr.Literal((long) random.nextInt(3), Type.Simple.INT, PLACE),
            PLACE);
    if (!asked || chance(60)) {
      return chance(50) ? null : symbol;
    }
    boolean equal = byKey || chance(60);
    int field = chance(50) ? RandomCases.SYMBOL : RandomCases.VALUE;
    int other = chance(80) ? field : RandomCases.VALUE;
    Expr counted = field(field);
    Expr seen = new Expr.ThisField(other, Type.Simple.INT, PLACE);
    boolean swapped = chance(30);
    Expr comparison =
        new Expr.Comparison(
            equal ? Expr.ComparisonOp.EQ : Expr.ComparisonOp.LE,
            swapped ? seen : counted,
            swapped ? counted : seen,
            PLACE);
    return chance(70)
        ? comparison
        : new Expr.Logical(byKey || chance(70), List.of(symbol, comparison), PLACE);
  }

  private static Expr field(int index) {
    return new Expr.Field(index, Type.Simple.INT, PLACE);
  }
}
