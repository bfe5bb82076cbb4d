package io.tripline.engine.window;

import static io.tripline.engine.window.WindowEvents.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.event.EventView;
import io.tripline.engine.heap.StateHeap;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiPredicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Every aggregate over every window, of values of every type, equals what is computed anew from all
 * events: also of states that went through bytes, or whose windows have changed.
 */
class WindowsAgainstNaiveTest {
  private static final int MANY = 4_000;

  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/St_Johns",
          "America/Sao_Paulo",
          "Australia/Lord_Howe",
          "Asia/Kolkata",
          "Pacific/Apia");

  /** Before clocks are changed in one of them. */
  private static final List<String> STARTS =
      List.of(
          "1970-01-01T00:00:00Z",
          "2026-03-29T00:30:00Z",
          "2026-10-24T23:30:00Z",
          "2006-10-29T02:00:00Z",
          "2018-02-18T01:30:00Z",
          "2026-04-04T14:30:00Z",
          "2011-12-29T22:00:00Z");

  /** A condition, and whether it holds of a counted event, seen from a tested one. */
  private record Where(
      @Nullable Expr condition,
      BiPredicate<List<@Nullable Object>, List<@Nullable Object>> holds) {}

  /** The first condition that names the tested event. */
  private static final int SCANNED = 3;

  private static final Set<AggregateKind> PANED =
      EnumSet.complementOf(
          EnumSet.of(
              AggregateKind.DISTINCT,
              AggregateKind.SEEN,
              AggregateKind.MEDIAN,
              AggregateKind.PERCENTILE));

  private static final int CHOICE = WindowEvents.CHOICE;
  private static final int TEXT = WindowEvents.TYPES.indexOf(Type.Simple.STRING);

  /** Those with null are unknown. */
  private static final List<Where> WHERES =
      List.of(
          new Where(null, (counted, tested) -> true),
          new Where(null, (counted, tested) -> true),
          new Where(
              compare(Expr.ComparisonOp.GT, field(CHOICE), number(0)),
              (counted, tested) -> counted.get(CHOICE) instanceof Long n && n > 0),
          new Where(
              compare(Expr.ComparisonOp.GE, field(CHOICE), tested(CHOICE)),
              (counted, tested) ->
                  counted.get(CHOICE) instanceof Long a
                      && tested.get(CHOICE) instanceof Long b
                      && a >= b),
          new Where(
              new Expr.Logical(
                  true,
                  List.of(
                      compare(Expr.ComparisonOp.NE, field(TEXT), tested(TEXT)),
                      compare(Expr.ComparisonOp.GT, field(CHOICE), number(-300))),
                  WindowEvents.PLACE),
              (counted, tested) ->
                  counted.get(TEXT) instanceof String a
                      && tested.get(TEXT) instanceof String b
                      && !a.equals(b)
                      && counted.get(CHOICE) instanceof Long n
                      && n > -300));

  private static Expr compare(Expr.ComparisonOp op, Expr left, Expr right) {
    return new Expr.Comparison(op, left, right, WindowEvents.PLACE);
  }

  private static Expr number(long value) {
    return new Expr.Literal(value, Type.Simple.INT, WindowEvents.PLACE);
  }

  private static Expr tested(int field) {
    return new Expr.ThisField(field, WindowEvents.TYPES.get(field), WindowEvents.PLACE);
  }

  /**
   * How much comes together.
   *
   * @param each of so many events one is compared, after the first ones
   */
  private record Size(int keys, int events, int variety, long step, int each) {}

  @Property(tries = 300)
  void fewEvents(@ForAll long seed) {
    run(seed, new Size(3, 40, 6, 20, 1));
  }

  @Property(tries = 80)
  void manyEvents(@ForAll long seed) {
    run(seed, new Size(3, 600, 40, 2, 2));
  }

  @Property(tries = 15)
  void veryManyEvents(@ForAll long seed) {
    run(seed, new Size(1, MANY, 900, 2, 40));
  }

  private static void run(long seed, Size size) {
    Stream stream = new Stream(new SplittableRandom(seed), size);
    stream.run();
    if (size.events() > 100) {
      Statistics.label("states with many rows")
          .collect(stream.larges > 0)
          .coverage(coverage -> coverage.check(true).percentage(p -> p > 15));
    }
  }

  /** One series, and some keys with the events of a random stream. */
  private static final class Stream {
    private final SplittableRandom random;
    private final Size size;
    private final WindowEvents events;
    private final StateHeap heap = new StateHeap();
    private final @Nullable Expr argument;
    private final int field;
    private final Where where;
    private final int kindOfWindow;
    private final Window fixed;
    private final int[] states;
    private int larges;
    private final List<List<Past>> pasts = new ArrayList<>();
    private final long step;
    private String identity = "";
    private SeriesKeeper keeper;
    private long clock;

    private record Past(long clock, List<@Nullable Object> event) {}

    Stream(SplittableRandom random, Size size) {
      this.random = random;
      this.size = size;
      this.events = new WindowEvents(random, size.variety(), random.nextInt(4) == 0);
      this.field = random.nextInt(WindowEvents.CHOICE);
      this.argument = field == 0 ? null : WindowEvents.field(field);
      this.kindOfWindow = random.nextInt(6);
      this.where = WHERES.get(random.nextInt(kindOfWindow == 5 ? SCANNED : WHERES.size()));
      this.step = kindOfWindow == 4 ? size.step() * random.nextLong(1_000, 1_000_000) : size.step();
      this.fixed = fixed();
      this.keeper = keeper();
      this.clock =
          Instant.parse(STARTS.get(random.nextInt(STARTS.size()))).toEpochMilli()
              + random.nextLong(-1_000_000, 1_000_000);
      this.states = new int[size.keys()];
      for (int i = 0; i < size.keys(); i++) {
        pasts.add(new ArrayList<>());
      }
    }

    private SeriesKeeper keeper() {
      List<WindowAggregate> aggregates = new ArrayList<>();
      int count = 1 + random.nextInt(8);
      List<Window> windows = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(4); i++) {
        windows.add(window());
      }
      while (aggregates.size() < count) {
        AggregateKind kind = AggregateKind.values()[random.nextInt(AggregateKind.values().length)];
        Type type = argument == null ? Type.Simple.INT : argument.type();
        if (argument == null && kind != AggregateKind.COUNT) {
          continue;
        }
        Type result =
            AggregateFunction.all().stream()
                .filter(f -> f.kind() == kind)
                .findFirst()
                .flatMap(f -> f.result(type))
                .orElse(null);
        if (result == null || kindOfWindow == 5 && !PANED.contains(kind)) {
          continue;
        }
        double percent =
            kind == AggregateKind.PERCENTILE
                ? List.of(0.0, 5.0, 99.9, 100.0, 33.333).get(random.nextInt(5))
                : 0;
        Window window = windows.get(random.nextInt(windows.size()));
        WindowAggregate aggregate =
            new WindowAggregate(
                kind,
                false,
                WindowEvents.EVENT,
                argument,
                percent,
                where.condition(),
                window,
                result);
        identity = identity.isEmpty() ? Series.identity(aggregate) : identity;
        if (Series.identity(aggregate).equals(identity)) {
          aggregates.add(aggregate);
        }
      }
      return new SeriesKeeper(
          new Series(aggregates), WindowEvents.SCHEMA, heap, (place, what) -> {});
    }

    private Window window() {
      long all = size.events() * step;
      long length = random.nextInt(5) == 0 ? 1 + random.nextInt(5) : 1 + random.nextLong(all);
      return switch (kindOfWindow) {
        case 0 -> new Window.Sliding(length, random.nextInt(3) == 0);
        case 1 -> new Window.LastEvents(1 + random.nextInt(size.events()));
        case 2 -> new Window.Delayed(length, ((Window.Delayed) fixed).delayMillis());
        case 5 -> {
          long pane = ((Window.Panes) fixed).paneMillis();
          long panes = 2 + random.nextInt(2 * (int) (all / pane) + 1);
          yield new Window.Panes(panes * pane, pane, random.nextInt(3) == 0);
        }
        default -> fixed;
      };
    }

    /** What all windows of a series have in common. */
    private Window fixed() {
      long all = size.events() * step;
      return switch (kindOfWindow) {
        case 2 -> new Window.Delayed(1, 1 + random.nextLong(all / 2));
        case 5 -> new Window.Panes(1, 1 + random.nextLong(all / 10), false);
        case 3 -> new Window.Session(1 + random.nextLong(4 * step));
        default ->
            new Window.Calendar(
                Window.Unit.values()[random.nextInt(3)],
                ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))));
      };
    }

    void run() {
      for (int i = 0; i < size.events(); i++) {
        tick();
        int key = random.nextInt(size.keys());
        List<@Nullable Object> values = events.values();
        EventView event = events.write(values);
        boolean isCompared = random.nextInt(size.each()) == 0;
        if (isCompared && random.nextInt(4) > 0) {
          check(key, values, event, true);
        }
        if (keeper.takes(event)) {
          states[key] = keeper.add(states[key], event, clock);
        }
        pasts.get(key).add(new Past(clock, values));
        if (isCompared) {
          check(key, values, event, false);
        }
        larges += keeper.rows(states[key]) > LogStates.MOST_SMALL ? 1 : 0;
        disturb();
      }
      for (int state : states) {
        keeper.free(state);
      }
      assertThat(heap.usedBytes()).as("bytes that nobody knows").isZero();
    }

    private void tick() {
      int kind = random.nextInt(20);
      boolean isGap = random.nextInt(size.events() / 3) == 0;
      clock += isGap ? size.events() * step * 2 : kind < 5 ? 0 : random.nextLong(2 * step);
    }

    /** Compares all readings that are taken before an event is added, or after. */
    private void check(int key, List<@Nullable Object> values, EventView event, boolean before) {
      List<WindowAggregate> aggregates = keeper.series().aggregates();
      for (int i = 0; i < aggregates.size(); i++) {
        WindowAggregate aggregate = aggregates.get(i);
        boolean previous =
            switch (aggregate.window()) {
              case Window.Sliding w -> w.previous();
              case Window.Panes w -> w.previous();
              default -> false;
            };
        if (previous == before) {
          Object actual = Reading.of(keeper, states[key], i, event, clock);
          Object expected = naive(aggregate, key).read(clock, values);
          assertSame(aggregate, actual, expected);
        }
      }
    }

    private NaiveWindow<List<@Nullable Object>> naive(WindowAggregate aggregate, int key) {
      NaiveWindow<List<@Nullable Object>> naive =
          new NaiveWindow<>(
              aggregate, event -> argument == null ? (Object) 1L : event.get(field), where.holds());
      pasts.get(key).forEach(past -> naive.add(past.clock(), past.event()));
      return naive;
    }

    private static void assertSame(
        WindowAggregate aggregate, @Nullable Object actual, @Nullable Object expected) {
      if (aggregate.kind() == AggregateKind.STDDEV
          && actual instanceof Double a
          && expected instanceof Double b
          && Math.abs(a - b) <= 2 * Math.ulp(b)) {
        return; // the naive one has more digits, where the numerator is no ordinary double
      }
      assertThat(actual)
          .as("%s of %s over %s", aggregate.kind(), aggregate.argument(), aggregate.window())
          .isEqualTo(expected);
    }

    private void disturb() {
      int kind = random.nextInt(size.events() > 100 ? 100 : 40);
      int key = random.nextInt(size.keys());
      if (kind < 2 && states[key] != 0) {
        byte[] bytes = keeper.encode(states[key]);
        assertThat(keeper.encode(states[key])).isEqualTo(bytes);
        keeper.free(states[key]);
        states[key] = keeper.decode(bytes);
      } else if (kind == 2) {
        change();
      }
    }

    /** New windows that reach no farther back: what they need is still there. */
    private void change() {
      SeriesKeeper next = keeper();
      assertThat(next.series().shape()).isEqualTo(keeper.series().shape());
      if (next.series().longest() <= keeper.series().longest()) {
        keeper = Objects.requireNonNull(next);
      }
    }
  }
}
