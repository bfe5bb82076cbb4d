package io.tripline.engine.window;

import static io.tripline.engine.window.WindowEvents.PLACE;
import static io.tripline.engine.window.WindowEvents.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Readings;
import io.tripline.engine.heap.StateHeap;
import java.lang.management.ManagementFactory;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readings do not show: memory, errors, damage. */
class SeriesKeeperTest {
  private static final int INT = 1;
  private static final int DURATION = 4;
  private static final int DOUBLE = 5;
  private static final int TEXT = 8;

  private final StateHeap heap = new StateHeap();
  private final List<String> errors = new ArrayList<>();
  private final EventView view = new EventView();

  private static WindowAggregate aggregate(
      AggregateKind kind, @Nullable Expr argument, @Nullable Expr where, Window window) {
    Type type = argument == null ? Type.Simple.INT : argument.type();
    Type result =
        AggregateFunction.all().stream()
            .filter(f -> f.kind() == kind)
            .findFirst()
            .flatMap(f -> f.result(type))
            .orElseThrow();
    return new WindowAggregate(
        kind, false, WindowEvents.EVENT, argument, 90, where, window, result);
  }

  private SeriesKeeper keeper(WindowAggregate... aggregates) {
    return new SeriesKeeper(
        new Series(List.of(aggregates)),
        WindowEvents.SCHEMA,
        heap,
        (place, what) -> errors.add(what));
  }

  private static EventView event(WindowEvents events, int field, Object value) {
    List<@Nullable Object> values = new ArrayList<>(events.values());
    values.set(field, value);
    return events.write(values);
  }

  private static WindowEvents events(long seed, int variety) {
    return new WindowEvents(new SplittableRandom(seed), variety, false);
  }

  @Test
  void aSumBeyond64BitsIsAnErrorUntilItsValuesLeave() {
    SeriesKeeper keeper =
        keeper(
            aggregate(AggregateKind.SUM, field(DURATION), null, new Window.Sliding(10, false)),
            aggregate(AggregateKind.AVG, field(DURATION), null, new Window.Sliding(10, false)),
            aggregate(AggregateKind.SUM, field(DURATION), null, new Window.Sliding(3, false)));
    WindowEvents events = events(1, 5);
    EventView large = event(events, DURATION, Long.MAX_VALUE);
    int state = 0;
    for (int clock = 0; clock < 100; clock++) {
      state = keeper.add(state, clock < 50 ? large : event(events, DURATION, 2L), clock);
      Object wide = Reading.of(keeper, state, 0, large, clock);
      Object mean = Reading.of(keeper, state, 1, large, clock);
      boolean isBeyond = clock >= 1 && clock < 60;
      assertThat(errors).hasSize(isBeyond ? 2 : 0);
      if (isBeyond) {
        assertThat(errors).containsOnly("the sum is beyond 64 bits");
        assertThat(wide).isNull();
        assertThat(mean).isNull();
      } else if (clock >= 60) {
        assertThat(wide).isEqualTo(22L);
        assertThat(mean).isEqualTo(2L);
      }
      errors.clear();
      if (clock >= 54) {
        assertThat(Reading.of(keeper, state, 2, large, clock)).isEqualTo(8L);
      }
    }
    keeper.free(state);
    assertThat(heap.usedBytes()).isZero();
  }

  /** A keeper leaves a state open; its blocks may become another keeper's, and its own again. */
  @Property(tries = 20)
  void blocksThatPassFromOneStateToAnotherAreNotMistaken(@ForAll long seed) {
    Window window = new Window.Sliding(150, false);
    SeriesKeeper[] keepers = {
      keeper(aggregate(AggregateKind.MAX, field(INT), null, window)),
      keeper(aggregate(AggregateKind.DISTINCT, field(TEXT), null, window)),
      keeper(aggregate(AggregateKind.SUM, field(DURATION), null, window)),
    };
    int[] fields = {INT, TEXT, DURATION};
    SplittableRandom random = new SplittableRandom(seed);
    WindowEvents events = events(seed, 5);
    int keys = 4;
    int[] states = new int[keepers.length * keys];
    List<List<long[]>> kept = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      kept.add(new ArrayList<>());
    }
    for (int clock = 0; clock < 3_000; clock++) {
      int which = random.nextInt(states.length);
      int series = which % keepers.length;
      List<long[]> rows = kept.get(which);
      if (random.nextInt(150) == 0) {
        keepers[series].free(states[which]);
        states[which] = 0;
        rows.clear();
      }
      long value = random.nextInt(1_000);
      EventView event =
          event(events, fields[series], series == 1 ? "value " + value : (Object) value);
      // Mostly many at a time, so that states grow large, and at last they shrink.
      int times = clock < 2_000 ? 1 + random.nextInt(12) : 1;
      for (int i = 0; i < times; i++) {
        states[which] = keepers[series].add(states[which], event, clock);
        rows.add(new long[] {clock, value});
      }
      long oldest = clock - 150;
      rows.removeIf(row -> row[0] < oldest);
      assertThat(Reading.of(keepers[series], states[which], 0, event, clock))
          .isEqualTo(expected(series, rows));
      assertThat(keepers[series].deadline(states[which])).isEqualTo(clock + 150L);
      assertThat(keepers[series].rows(states[which])).isEqualTo(rows.size());
    }
    for (int i = 0; i < states.length; i++) {
      keepers[i % keepers.length].free(states[i]);
    }
    assertThat(heap.usedBytes()).isZero();
  }

  private static long expected(int series, List<long[]> rows) {
    LongStream values = rows.stream().mapToLong(row -> row[1]);
    return switch (series) {
      case 0 -> values.max().orElseThrow();
      case 1 -> values.distinct().count();
      default -> values.sum();
    };
  }

  /** {@code 100 / x > 1}: a condition that fails where x is 0. */
  @Test
  void anEventWhoseConditionFailsDoesNotCountAndIsReported() {
    Expr quotient =
        new Expr.Arithmetic(
            Expr.ArithmeticOp.DIVIDE,
            new Expr.Literal(100L, Type.Simple.INT, PLACE),
            field(INT),
            new Type.Decimal(4),
            PLACE);
    Expr where =
        new Expr.Comparison(
            Expr.ComparisonOp.GT, quotient, new Expr.Literal(1L, Type.Simple.INT, PLACE), PLACE);
    SeriesKeeper keeper =
        keeper(aggregate(AggregateKind.COUNT, null, where, new Window.Sliding(10, false)));
    WindowEvents events = events(1, 5);
    assertThat(keeper.takes(event(events, INT, 50L))).isTrue();
    assertThat(keeper.takes(event(events, INT, 500L))).isFalse();
    assertThat(errors).isEmpty();
    assertThat(keeper.takes(event(events, INT, 0L))).isFalse();
    assertThat(errors).containsExactly("division by zero");

    SeriesKeeper values =
        keeper(aggregate(AggregateKind.COUNT, quotient, null, new Window.Sliding(10, false)));
    int state = values.add(0, event(events, INT, 0L), 0);
    assertThat(errors).hasSize(2);
    state = values.add(state, event(events, INT, 1L), 0);
    assertThat(Reading.of(values, state, 0, view.wrap(new byte[64], 0), 0)).isEqualTo(1L);
    assertThat(values.rows(state)).isEqualTo(2);
    values.free(state);
  }

  @ParameterizedTest
  @ValueSource(ints = {INT, DOUBLE, TEXT})
  void memoryIsGivenBackAsRowsLeave(int field) {
    Window window = new Window.Sliding(20_000, false);
    SeriesKeeper keeper =
        field == TEXT
            ? keeper(
                aggregate(AggregateKind.DISTINCT, field(field), null, window),
                aggregate(AggregateKind.MAX, field(field), null, window))
            : keeper(
                aggregate(AggregateKind.STDDEV, field(field), null, window),
                aggregate(AggregateKind.PERCENTILE, field(field), null, window),
                aggregate(AggregateKind.DISTINCT, field(field), null, window),
                aggregate(AggregateKind.MIN, field(field), null, window));
    WindowEvents events = events(2, 5_000);
    int state = 0;
    int clock = 0;
    for (; clock <= 20_000; clock++) {
      state = keeper.add(state, events.write(events.values()), clock);
    }
    assertThat(keeper.rows(state)).isEqualTo(20_001);
    long full = heap.usedBytes();
    for (; clock < 60_000; clock += 1 + clock / 2_000) {
      state = keeper.add(state, events.write(events.values()), clock);
    }
    int rows = keeper.rows(state);
    assertThat(rows).isBetween(100, 2_000);
    assertThat(heap.usedBytes()).isLessThan(full * 4 * rows / 20_000 + 10_000);
    state = keeper.add(state, events.write(events.values()), clock + 100_000);
    assertThat(keeper.rows(state)).isEqualTo(1);
    assertThat(heap.usedBytes()).isLessThan(400);
    keeper.free(state);
    assertThat(heap.usedBytes()).isZero();
  }

  /** What a key with few events costs is said in the documentation. */
  @Test
  void aKeyWithFewEventsTakesFewBytes() {
    SeriesKeeper keeper =
        keeper(
            aggregate(AggregateKind.SUM, field(INT), null, new Window.Sliding(100, false)),
            aggregate(AggregateKind.MEDIAN, field(INT), null, new Window.Sliding(90, false)));
    WindowEvents events = events(2, 10);
    int state = keeper.add(0, events.write(events.values()), 0);
    assertThat(heap.usedBytes()).isEqualTo(24);
    for (int i = 1; i < 20; i++) {
      state = keeper.add(state, events.write(events.values()), i);
    }
    assertThat(heap.usedBytes()).isBetween(8 + 16 * 20L, 8 + 16 * 32L);
    keeper.free(state);
  }

  @ParameterizedTest
  @ValueSource(longs = {20, 3_000})
  void neitherAddingNorReadingAllocates(long rows) {
    Window window = new Window.Sliding(rows, false);
    List<SeriesKeeper> keepers = new ArrayList<>();
    for (int field : new int[] {INT, DOUBLE, TEXT}) {
      List<WindowAggregate> all = new ArrayList<>();
      for (AggregateKind kind : AggregateKind.values()) {
        boolean fits =
            field != TEXT
                || !List.of("SUM", "AVG", "STDDEV", "MEDIAN", "PERCENTILE").contains(kind.name());
        if (fits) {
          all.add(aggregate(kind, field(field), null, window));
        }
      }
      keepers.add(keeper(all.toArray(WindowAggregate[]::new)));
      keepers.add(
          keeper(
              aggregate(
                  AggregateKind.COUNT, field(field), null, new Window.LastEvents((int) rows))));
      keepers.add(
          keeper(aggregate(AggregateKind.LAST, field(field), null, new Window.Session(rows))));
      keepers.add(
          keeper(
              aggregate(AggregateKind.MAX, field(field), null, new Window.Panes(rows, 10, false))));
    }
    WindowEvents events = events(3, 50);
    List<EventView> stream = new ArrayList<>();
    for (int i = 0; i < 512; i++) {
      stream.add(events.write(events.values()));
    }
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Nothing nothing = new Nothing();
    for (SeriesKeeper keeper : keepers) {
      int state = 0;
      int clock = 0;
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 6 && least > 0; round++) {
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 8_000; i++) {
          EventView event = stream.get(clock % 512);
          state = keeper.add(state, event, clock);
          for (int a = 0; a < keeper.series().aggregates().size(); a++) {
            keeper.read(state, a, event, clock, nothing, 0);
          }
          clock++;
        }
        least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes allocated for %s", keeper.series().shape()).isZero();
      keeper.free(state);
    }
    assertThat(heap.usedBytes()).isZero();
  }

  private static final class Nothing implements Readings {
    @Override
    public void putLong(int offset, long value) {}

    @Override
    public void putDouble(int offset, double value) {}

    @Override
    public void putText(int offset, byte @Nullable [] text, int from, int length) {}

    @Override
    public void putIp(int offset, boolean isNull, long high, long low) {}

    @Override
    public void putGeo(int offset, double lat, double lon) {}
  }

  /** Bytes that still are a state are taken for one; nothing else may happen with any others. */
  @Property(tries = 150)
  void damagedBytesAreRefusedOrAreAState(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int field = 1 + random.nextInt(WindowEvents.CHOICE - 1);
    Window[] windows = {
      new Window.Sliding(50, false),
      new Window.Delayed(50, 10),
      new Window.LastEvents(30),
      new Window.Session(20),
      new Window.Calendar(Window.Unit.DAY, ZoneId.of("Europe/Berlin")),
      new Window.Panes(60, 5, false)
    };
    Window window = windows[random.nextInt(windows.length)];
    boolean isSet = !(window instanceof Window.Panes) && random.nextBoolean();
    SeriesKeeper keeper =
        isSet
            ? keeper(aggregate(AggregateKind.DISTINCT, field(field), null, window))
            : keeper(
                aggregate(AggregateKind.COUNT, field(field), null, window),
                aggregate(AggregateKind.FIRST, field(field), null, window));
    WindowEvents events = events(seed, 30);
    int state = 0;
    int clock = 0;
    for (int i = 0; i < 1 + random.nextInt(80); i++) {
      clock += random.nextInt(2);
      state = keeper.add(state, events.write(events.values()), clock);
    }
    if (state == 0) {
      return;
    }
    byte[] bytes = keeper.encode(state);
    keeper.free(state);
    for (int i = 0; i < 40; i++) {
      byte[] damaged =
          random.nextInt(4) == 0
              ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 3))
              : bytes.clone();
      for (int flips = random.nextInt(3); flips >= 0 && damaged.length > 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      int decoded;
      try {
        decoded = keeper.decode(damaged);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("window");
        assertThat(heap.usedBytes()).isZero();
        continue;
      }
      EventView event = events.write(events.values());
      decoded = keeper.add(decoded, event, clock);
      for (int a = 0; a < keeper.series().aggregates().size(); a++) {
        Reading.of(keeper, decoded, a, event, clock);
      }
      if (decoded != 0) {
        keeper.encode(decoded);
        assertThat(keeper.deadline(decoded)).isNotNull();
      }
      keeper.free(decoded);
      assertThat(heap.usedBytes()).isZero();
    }
  }

  @Test
  void anotherFormatIsRefused() {
    SeriesKeeper keeper =
        keeper(aggregate(AggregateKind.COUNT, null, null, new Window.Sliding(10, false)));
    assertThatThrownBy(() -> keeper.decode(new byte[] {77, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("format 77");
    assertThatThrownBy(() -> keeper.decode(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aggregatesOfOneIdentityShareASeriesAndOthersDoNot() {
    Window hour = new Window.Sliding(3_600_000, false);
    Window previous = new Window.Sliding(60_000, true);
    Window day = new Window.Calendar(Window.Unit.DAY, ZoneId.of("UTC"));
    String sum = Series.identity(aggregate(AggregateKind.SUM, field(INT), null, hour));
    assertThat(Series.identity(aggregate(AggregateKind.MEDIAN, field(INT), null, previous)))
        .isEqualTo(sum);
    assertThat(
            List.of(
                Series.identity(aggregate(AggregateKind.SUM, field(DOUBLE), null, hour)),
                Series.identity(aggregate(AggregateKind.COUNT, null, null, hour)),
                Series.identity(aggregate(AggregateKind.SUM, field(INT), null, day)),
                Series.identity(aggregate(AggregateKind.MEDIAN, field(INT), null, day)),
                Series.identity(
                    aggregate(AggregateKind.SUM, field(INT), null, new Window.Delayed(1, 2)))))
        .doesNotContain(sum)
        .doesNotHaveDuplicates();
    assertThat(Series.identity(aggregate(AggregateKind.STDDEV, field(INT), null, day)))
        .isEqualTo(Series.identity(aggregate(AggregateKind.LAST, field(INT), null, day)));
  }
}
