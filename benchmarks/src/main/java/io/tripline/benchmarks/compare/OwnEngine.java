package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.PaymentStream;
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
  /** The part in which R5 is run over so many cards, all of them with a past: {@code keys:1000}. */
  static final String KEYS = "keys:";

  private static final int PAST_EVENTS_PER_CARD = 5;
  private static final int CHUNK = 100_000;

  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new OwnEngine(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    Run run = new Run(part, events, 0, 1);
    return tally -> {
      run.moveOn();
      return run.go(tally);
    };
  }

  /** One deployment, for all passes: each is a day later than the one before. */
  static final class Run {
    private final Matching matching;
    private final EventWriter flat;
    private final int timeField;
    private final long later;
    private long before;
    private Tally tally = Tally.counting();

    /** One of several workers, with events of its own making. */
    Run(String part, int events, int worker, int workers) {
      boolean keys = part.startsWith(KEYS);
      matching =
          Matching.worker("comparison", Rules.of(keys ? "R5" : part), worker, workers, this::alert);
      EventLayout layout = matching.schema().layouts().getFirst();
      timeField = layout.offset(layout.type().timeField());
      if (Workload.Window.is(part)) {
        Signal[] signals = Workload.signals(Workload.Window.of(part).events(), events);
        flat = FlatEvents.of(matching.schema(), signals);
        later = Workload.later(signals);
      } else if (keys) {
        int cards = Integer.parseInt(part.substring(KEYS.length()));
        PaymentStream stream = Workload.stream(cards);
        for (int past = cards * PAST_EVENTS_PER_CARD; past > 0; past -= CHUNK) {
          int count = Math.min(past, CHUNK);
          EventWriter chunk = FlatEvents.of(matching.schema(), stream.next(count));
          matching.onEvents(chunk.bytes(), 0, count);
        }
        Payment[] payments = stream.next(events);
        flat = FlatEvents.of(matching.schema(), payments);
        // Without a pause: what is pending goes on.
        later = payments[events - 1].getTime() - payments[0].getTime();
        FlatEvents.shift(flat, timeField, -later);
      } else {
        Payment[] payments = Workload.payments(events);
        flat = FlatEvents.of(matching.schema(), payments);
        later = Workload.later(payments);
      }
    }

    /** One of several workers, with the events of the first. */
    Run(String part, Run first, int worker, int workers) {
      matching = Matching.worker("comparison", Rules.of(part), worker, workers, this::alert);
      flat = first.flat;
      timeField = first.timeField;
      later = first.later;
    }

    /** Moves the events to later, once before each pass. */
    void moveOn() {
      FlatEvents.shift(flat, timeField, later);
    }

    Pass go(Tally to) {
      tally = to;
      before = matching.events();
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
