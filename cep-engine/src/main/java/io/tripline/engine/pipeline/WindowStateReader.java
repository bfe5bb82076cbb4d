package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.PersonalData;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.FeatureBuffer;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.ValueReader;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.pipeline.RunningFeatures.Read;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.window.SeriesKeeper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the states of a series of windows with its own keeper, which is given no event. */
final class WindowStateReader implements StateReader {
  private final RunningSeries series;
  private final List<String> rules;
  private final RuleKey key;
  private final Settings settings;
  private final SeriesKeeper keeper;
  private final long clock;
  private final List<Window> windows = new ArrayList<>();
  private final FeatureBuffer buffer = new FeatureBuffer();
  private final EventView event = new EventView();
  private final Frame frame = new Frame();

  /** A window that can be told without an event that asks for it. */
  private record Window(Read read, EventLayout layout, ValueReader reader, boolean masked) {}

  WindowStateReader(
      RunningSeries series, Running running, TimeReading time, StateHeap heap, Settings settings) {
    this.series = series;
    this.settings = settings;
    this.rules =
        running.rules().stream().filter(r -> r.reads(series)).map(StoredStates::name).toList();
    this.key = RuleKey.of(series, running.schema());
    this.keeper = new SeriesKeeper(series.series(), running.schema(), heap, (place, what) -> {});
    this.clock = time.clockOf(series.lateness());
    if (!series.series().isScanned()) {
      int index = running.features().series().indexOf(series);
      Map<Integer, Read> reads = new LinkedHashMap<>();
      running.features().reads().stream()
          .filter(read -> read.series() == index && !asksTheEvent(read.value().feature()))
          .forEach(read -> reads.putIfAbsent(read.aggregate(), read));
      reads.values().forEach(read -> windows.add(window(read, running)));
    }
  }

  /** Whether the value depends on one of the event that it is read at. */
  private static boolean asksTheEvent(Feature feature) {
    return feature.aggregate().kind() == Expr.AggregateKind.SEEN;
  }

  private Window window(Read read, Running running) {
    EventLayout layout = running.schema().get(read.type().name());
    return new Window(
        read,
        layout,
        new ValueReader(ExprCompiler.ofEvent(read.value(), layout), read.value().type()),
        !settings.showPii() && PersonalData.isIn(read.value().feature()));
  }

  @Override
  public String name() {
    return "the window " + series.text();
  }

  @Override
  public StoredState tell(KeyName of, KeyState stored) {
    int state = keeper.decode(stored.value());
    if (state == StateHeap.NONE) {
      throw new IllegalArgumentException("it holds nothing");
    }
    try {
      int rows = keeper.rows(state);
      List<NamedValue> values = new ArrayList<>();
      windows.forEach(window -> values.add(value(window, state)));
      return new StoredState.OfWindow(
          series.text(),
          rules,
          settings.showPii() ? key.values(of.key()) : key.masked(of.key()),
          stored.deadline(),
          rows,
          clock,
          values);
    } finally {
      keeper.free(state);
    }
  }

  /** As an event would see it that came now. */
  private NamedValue value(Window window, int state) {
    Read read = window.read();
    String name = read.value().feature().name();
    buffer.clear();
    int base = buffer.begin(window.layout().features().blank());
    keeper.read(
        state,
        read.aggregate(),
        event,
        clock,
        buffer,
        window.layout().features().offset(read.text()));
    Value value = window.reader().read(frame.event(event.wrap(buffer.bytes(), base)));
    boolean isHidden = window.masked() && !(value instanceof Value.Null);
    return new NamedValue(name, isHidden ? new Value.Text(Value.MASKED) : value);
  }
}
