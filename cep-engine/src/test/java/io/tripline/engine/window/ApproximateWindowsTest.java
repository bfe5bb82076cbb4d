package io.tripline.engine.window;

import static io.tripline.engine.window.WindowEvents.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.event.EventView;
import io.tripline.engine.heap.StateHeap;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Approximate values keep the bounds that the documentation gives. */
class ApproximateWindowsTest {
  private static final int INT = 1;
  private static final int DOUBLE = 5;
  private static final Window DAY = new Window.Calendar(Window.Unit.DAY, ZoneId.of("UTC"));

  private final StateHeap heap = new StateHeap();

  private SeriesKeeper keeper(AggregateKind kind, int field, double percent, Window... windows) {
    List<WindowAggregate> all = new ArrayList<>();
    for (Window window : windows) {
      all.add(aggregate(kind, field, percent, window));
    }
    return new SeriesKeeper(new Series(all), WindowEvents.SCHEMA, heap, (place, what) -> {});
  }

  private static WindowAggregate aggregate(
      AggregateKind kind, int field, double percent, Window window) {
    Type type = WindowEvents.TYPES.get(field);
    Type result =
        kind == AggregateKind.DISTINCT
            ? Type.Simple.INT
            : type == Type.Simple.INT ? new Type.Decimal(4) : type;
    return new WindowAggregate(
        kind, true, WindowEvents.EVENT, field(field), percent, null, window, result);
  }

  private static EventView event(WindowEvents events, int field, @Nullable Object value) {
    List<@Nullable Object> values = new ArrayList<>();
    WindowEvents.TYPES.forEach(type -> values.add(null));
    values.set(0, 0L);
    values.set(field, value);
    return events.write(values);
  }

  /** The standard error is 1.6 %; few values are told almost exactly. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100, 300, 1_000, 5_000, 20_000, 100_000})
  void distinctValuesAreEstimated(int distinct) {
    WindowEvents events = new WindowEvents(new SplittableRandom(distinct), 10, false);
    SeriesKeeper keeper = keeper(AggregateKind.DISTINCT, INT, 0, DAY);
    int state = 0;
    for (int round = 0; round < 2; round++) {
      for (long i = 0; i < distinct; i++) {
        state = keeper.add(state, event(events, INT, i * 7_919), i);
      }
    }
    EventView tested = event(events, INT, null);
    state = keeper.add(state, tested, distinct);
    Object estimate = Reading.of(keeper, state, 0, tested, distinct);
    assertThat((long) (Long) Objects.requireNonNull(estimate))
        .isCloseTo(distinct, within(Math.round(distinct * 4 * 0.01625)));
    assertThat(heap.usedBytes()).isLessThan(5_000);
    keeper.free(state);
    assertThat(heap.usedBytes()).isZero();
  }

  /** Equal values have equal estimates, however they came together. */
  @Property(tries = 60)
  void estimatesDependOnTheValuesInTheWindowAlone(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WindowEvents events = new WindowEvents(random, 10, false);
    boolean isDistinct = random.nextBoolean();
    AggregateKind kind = isDistinct ? AggregateKind.DISTINCT : AggregateKind.PERCENTILE;
    int field = random.nextBoolean() ? INT : DOUBLE;
    long pane = 1 + random.nextInt(20);
    Window.Panes few = new Window.Panes(2 * pane, pane, false);
    Window.Panes many = new Window.Panes((3 + random.nextInt(40)) * pane, pane, false);
    SeriesKeeper keeper = keeper(kind, field, 75, few, many);
    SeriesKeeper fresh = keeper(kind, field, 75, DAY);
    List<EventView> past = new ArrayList<>();
    List<Long> clocks = new ArrayList<>();
    int state = 0;
    long clock = 1_000_000;
    for (int i = 0; i < 400; i++) {
      clock += random.nextInt(50) == 0 ? 30 * pane : random.nextInt(3);
      Object value =
          field == INT
              ? (Object) random.nextLong(-500, 3_000)
              : (Object) (random.nextDouble() * 1e6 - 1e3);
      EventView event = event(events, field, random.nextInt(9) == 0 ? null : value);
      past.add(event);
      clocks.add(clock);
      state = keeper.add(state, event, clock);
      if (state != 0 && random.nextInt(30) == 0) {
        byte[] bytes = keeper.encode(state);
        keeper.free(state);
        state = keeper.decode(bytes);
      }
      if (random.nextInt(10) == 0) {
        for (int w = 0; w < 2; w++) {
          int expected = 0;
          for (int e = past.size() - 1; e >= 0; e--) {
            if (clocks.get(e) >= (w == 0 ? few : many).start(clock)) {
              expected = fresh.add(expected, past.get(e), 0);
            }
          }
          assertThat(Reading.of(keeper, state, w, event, clock))
              .isEqualTo(Reading.of(fresh, expected, 0, event, 0));
          fresh.free(expected);
        }
      }
    }
    keeper.free(state);
    assertThat(heap.usedBytes()).isZero();
  }

  /** No more than 1 in 256 of the exact value off, and whole numbers below 256 are exact. */
  @Property(tries = 100)
  void percentilesAreOffByTheirBoundAtMost(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WindowEvents events = new WindowEvents(random, 10, false);
    boolean isReal = random.nextBoolean();
    int field = isReal ? DOUBLE : INT;
    double percent = random.nextInt(1001) / 10.0;
    long most = random.nextInt(3) == 0 ? 255 : 1L << random.nextInt(1, 48);
    SeriesKeeper keeper = keeper(AggregateKind.PERCENTILE, field, percent, DAY);
    NaiveWindow<Object> naive =
        new NaiveWindow<>(
            aggregate(AggregateKind.PERCENTILE, field, percent, DAY), e -> e, (e, t) -> true);
    int state = 0;
    for (int i = 0; i < 1 + random.nextInt(300); i++) {
      Object value =
          isReal ? (Object) (random.nextDouble() * most + 1e-9) : (Object) random.nextLong(most);
      naive.add(i, value);
      state = keeper.add(state, event(events, field, value), i);
    }
    Object actual = Reading.of(keeper, state, 0, event(events, field, null), 1_000);
    Object exact = naive.read(1_000, 0L);
    double expected = ((Number) Objects.requireNonNull(exact)).doubleValue();
    double bound = !isReal && most <= 255 ? 0 : expected / 256 + (isReal ? 1e-12 : 1);
    assertThat(((Number) Objects.requireNonNull(actual)).doubleValue())
        .isCloseTo(expected, within(bound));
    keeper.free(state);
    assertThat(heap.usedBytes()).isZero();
  }

  @Property(tries = 100)
  void damagedBytesAreRefusedOrAreAState(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WindowEvents events = new WindowEvents(random, 10, false);
    boolean isDistinct = random.nextBoolean();
    int field = random.nextBoolean() ? INT : DOUBLE;
    Window window =
        random.nextBoolean()
            ? DAY
            : random.nextBoolean() ? new Window.Session(50) : new Window.Panes(60, 5, false);
    SeriesKeeper keeper =
        keeper(isDistinct ? AggregateKind.DISTINCT : AggregateKind.PERCENTILE, field, 50, window);
    int state = 0;
    int count = 1 + random.nextInt(random.nextBoolean() ? 40 : 900);
    for (int i = 0; i < count; i++) {
      Object value = field == INT ? (Object) (i * 37L) : (Object) (i * 0.37);
      state = keeper.add(state, event(events, field, value), i / 10);
    }
    byte[] bytes = keeper.encode(state);
    keeper.free(state);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = bytes.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      int decoded = 0;
      try {
        decoded = keeper.decode(damaged);
        EventView event = event(events, field, field == INT ? (Object) 1L : (Object) 1.0);
        decoded = keeper.add(decoded, event, count);
        Reading.of(keeper, decoded, 0, event, count);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("window");
      }
      keeper.free(decoded);
      assertThat(heap.usedBytes()).isZero();
    }
  }
}
