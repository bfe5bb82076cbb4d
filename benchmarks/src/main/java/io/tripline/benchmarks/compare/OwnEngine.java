package io.tripline.benchmarks.compare;

import io.tripline.benchmarks.workload.Contender;
import io.tripline.benchmarks.workload.ContenderProcess;
import io.tripline.benchmarks.workload.Tally;
import io.tripline.benchmarks.workload.Workload;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.match.Match;
import io.tripline.engine.pipeline.AlertListener;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;

/** Our engine's matching: all rules over the events, in one thread, without ring and disk. */
public final class OwnEngine implements Contender {
  public static void main(String[] args) throws Exception {
    ContenderProcess.serve(new OwnEngine(), args);
  }

  @Override
  public Prepared prepare(String part, int events) {
    RuleSet rules = Rules.of(part);
    Rehearsal rehearsal = Rehearsal.of("comparison", rules, Integer.MAX_VALUE);
    EventWriter flat =
        Workload.Window.is(part)
            ? FlatEvents.of(
                rehearsal.schema(), Workload.signals(Workload.Window.of(part).events(), events))
            : FlatEvents.of(rehearsal.schema(), Workload.payments(events));
    return tally -> new Matching(rehearsal.start(new Counted(tally)), flat.bytes());
  }

  /** What is to be exchanged when there is a better way to run rules over events. */
  private record Matching(RehearsalSession session, byte[] flat) implements Pass {
    @Override
    public void run(int events) {
      EventView event = new EventView();
      int at = 0;
      for (int i = 0; i < events; i++) {
        session.onEvent(event.wrap(flat, at));
        at += event.length();
      }
    }
  }

  private record Counted(Tally tally) implements AlertListener {
    @Override
    public void raised(Match match, Alert alert) {
      String key = alert.key().isEmpty() ? "" : text(alert.key().getFirst().value());
      tally.alert(alert.rule(), key);
      for (Match.Binding binding : match.bindings()) {
        for (long number : binding.numbers()) {
          tally.event(number);
        }
      }
      tally.end();
    }

    private static String text(Value value) {
      return value instanceof Value.Text text ? text.text() : value.toString();
    }
  }
}
