package io.tripline.benchmarks;

import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Expr.AggregateKind;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Readings;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.window.Series;
import io.tripline.engine.window.SeriesKeeper;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an event costs the windows of its key: it is added, and every aggregate is read. Events of a
 * key come ten seconds apart, so a window of a minute has seven of them and one of a day 8,641. How
 * to run it: {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WindowStateBenchmark implements Readings {
  private static final int EVENTS = 1_000;
  private static final int KINDS = 4_096;
  private static final int STEP = 10_000;
  private static final int KEYS = 16;
  private static final Place PLACE = new Place("benchmark.trip", 1, 1, 1);

  /** Aggregates over amounts; with {@code _TEXT} over texts of sixteen bytes. */
  @Param({
    "COUNT",
    "SUM",
    "STDDEV",
    "MAX",
    "MEDIAN",
    "DISTINCT",
    "FIRST",
    "DISTINCT_TEXT",
    "SEEN_TEXT"
  })
  private String aggregate = "";

  @Param({"1m", "1h", "24h"})
  private String window = "";

  private final int[] states = new int[KEYS];
  private final int[] starts = new int[KINDS];
  private final EventWriter writer = new EventWriter(false);
  private final EventView view = new EventView();
  private final StateHeap heap = new StateHeap();
  private @Nullable SeriesKeeper keeper;
  private long number;
  private long sum;

  /** Made by JMH. */
  public WindowStateBenchmark() {}

  /** Writes the events, which come again and again, and fills the windows. */
  @Setup
  public void setup() {
    EventType type =
        new EventType(
            "E",
            List.of(
                new EventType.Field("time", "time", Type.Simple.TIMESTAMP, false, false),
                new EventType.Field("amount", "amount", new Type.Decimal(2), true, false),
                new EventType.Field("device", "device", Type.Simple.STRING, true, false)),
            0,
            EventType.NO_ID,
            null);
    Schema schema = Schema.of(1, List.of(new RuleSet(List.of(type), List.of())));
    boolean isText = aggregate.endsWith("_TEXT");
    AggregateKind kind = AggregateKind.valueOf(aggregate.replace("_TEXT", ""));
    int field = isText ? 2 : 1;
    Type argument = type.fields().get(field).type();
    Type result =
        AggregateFunction.all().stream()
            .filter(f -> f.kind() == kind)
            .findFirst()
            .flatMap(f -> f.result(argument))
            .orElseThrow();
    WindowAggregate all =
        new WindowAggregate(
            kind,
            false,
            type,
            new Expr.Field(field, argument, PLACE),
            0,
            null,
            new Window.Sliding(millis(), false),
            result);
    keeper = new SeriesKeeper(new Series(List.of(all)), schema, heap, (place, what) -> {});
    write(schema.get("E"));
    long needed = KEYS * (millis() / STEP + 100);
    for (long done = 0; done < needed; done += EVENTS) {
      events();
    }
  }

  private long millis() {
    return switch (window) {
      case "1m" -> 60_000;
      case "1h" -> 3_600_000;
      case "24h" -> 86_400_000;
      default -> throw new IllegalArgumentException(window);
    };
  }

  private void write(EventLayout layout) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < KINDS; i++) {
      starts[i] = writer.length();
      writer.begin(layout);
      writer.setLong(0, i);
      writer.setLong(1, random.nextLong(1, 100_000));
      char[] device = "device-%09d".formatted(random.nextInt(500)).toCharArray();
      writer.setText(2, device, 0, device.length);
      writer.end(0, new byte[0], 0, 0);
    }
  }

  /** The next events of the keys, in turn. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long events() {
    SeriesKeeper of = Objects.requireNonNull(keeper);
    for (int i = 0; i < EVENTS; i++) {
      int key = (int) (number % KEYS);
      long clock = number / KEYS * STEP;
      EventView event = view.wrap(writer.bytes(), starts[(int) (number * 31 % KINDS)]);
      states[key] = of.add(states[key], event, clock);
      of.read(states[key], 0, event, clock, this, 0);
      number++;
    }
    return sum;
  }

  @Override
  public void putLong(int offset, long value) {
    sum += value;
  }

  @Override
  public void putDouble(int offset, double value) {
    sum += (long) value;
  }

  @Override
  public void putText(int offset, byte @Nullable [] text, int from, int length) {
    sum += length;
  }

  @Override
  public void putIp(int offset, boolean isNull, long high, long low) {
    sum += low;
  }

  @Override
  public void putGeo(int offset, double lat, double lon) {
    sum += (long) lat;
  }
}
