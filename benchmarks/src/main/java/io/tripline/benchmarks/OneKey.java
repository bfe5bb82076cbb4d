package io.tripline.benchmarks;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.MatchSink;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import java.util.List;
import java.util.Objects;

/**
 * A rule whose variables {@code a}, {@code b} and {@code c} are events of the kinds 0, 1 and 2, and
 * its state for the one key that there is. An event comes each millisecond. Not thread-safe.
 */
final class OneKey implements RuleCounters {
  private static final byte[] NOTHING = {};

  private final RuleMatcher matcher;
  private final EventView view = new EventView();
  private final byte[] events;
  private final int length;
  private int state;
  private long number;

  /**
   * @param window in milliseconds
   * @param afterMatch what the rule says of it; nothing if it is empty
   * @param kinds of the events, which come again and again
   */
  OneKey(String pattern, int window, String afterMatch, int... kinds) {
    String text =
        "event E { time timestamp @time\n kind int }\nrule w { by none pattern "
            + pattern
            + " within "
            + window
            + "ms define a: E where kind = 0 "
            + (pattern.contains("b") ? "b: E where kind = 1 " : "")
            + (pattern.contains("c") ? "c: E where kind = 2 " : "")
            + afterMatch
            + " alert \"m\" }";
    RuleSet rules =
        Objects.requireNonNull(
            RuleCompiler.compile(List.of(new SourceFile("w.trip", text))).ruleSet());
    Schema schema = Schema.of(1, List.of(rules));
    Program program = Program.compile(rules.rules().getFirst());
    matcher = new RuleMatcher(program, schema, Integer.MAX_VALUE, this, new StateHeap());
    EventWriter writer = new EventWriter();
    EventLayout layout = schema.get("E");
    for (int i = 0; i < kinds.length; i++) {
      writer.begin(layout);
      writer.setLong(0, i);
      writer.setLong(1, kinds[i]);
      writer.end(0, NOTHING, 0, 0);
    }
    events = writer.bytes().clone();
    length = writer.length() / kinds.length;
  }

  /**
   * The next event.
   *
   * @param index among those given
   */
  void event(int index, MatchSink sink) {
    number++;
    state = matcher.onEvent(state, view.wrap(events, index * length), number, number, sink);
  }

  /** How many there were. */
  long events() {
    return number;
  }

  /** What is pending, in words. */
  String pending() {
    return "%,d partial matches, %,d events, %,d bytes"
        .formatted(matcher.runs(state), matcher.keptEvents(state), matcher.encode(state).length);
  }

  @Override
  public void evaluationError(Place place, String what) {
    throw new IllegalStateException(what + " at " + place);
  }

  @Override
  public void matchesLimited() {}

  @Override
  public void runsDropped(int count) {
    throw new IllegalStateException("there is no limit");
  }
}
