package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.pipeline.Matching;

/** Our engine's matching: all rules over the events, in one thread, without ring and disk. */
public final class OwnEngine implements Contender {
  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new OwnEngine(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    return new Run(part, events);
  }

  /** One deployment, for all passes: each is a day later than the one before. */
  private static final class Run implements Prepared {
    private final Matching matching;
    private final EventWriter flat;
    private final int timeField;
    private final long shift;
    private long before;
    private Tally tally = Tally.counting();

    Run(String part, int events) {
      matching = Matching.of("comparison", Rules.of(part), this::alert);
      EventLayout layout = matching.schema().layouts().getFirst();
      timeField = layout.offset(layout.type().timeField());
      if (Workload.Window.is(part)) {
        Signal[] signals = Workload.signals(Workload.Window.of(part).events(), events);
        flat = FlatEvents.of(matching.schema(), signals);
        shift = Workload.later(signals);
      } else {
        Payment[] payments = Workload.payments(events);
        flat = FlatEvents.of(matching.schema(), payments);
        shift = Workload.later(payments);
      }
    }

    @Override
    public Pass begin(Tally to) {
      tally = to;
      before = matching.events();
      FlatEvents.shift(flat, timeField, shift);
      return events -> matching.onEvents(flat.bytes(), 0, events);
    }

    private void alert(Alert alert) {
      String key = alert.key().isEmpty() ? "" : text(alert.key().getFirst().value());
      tally.alert(alert.rule(), key);
      for (Alert.Binding binding : alert.match()) {
        for (long number : binding.numbers()) {
          tally.event(number - before);
        }
      }
      tally.end();
    }

    private static String text(Value value) {
      return value instanceof Value.Text text ? text.text() : value.toString();
    }
  }
}
