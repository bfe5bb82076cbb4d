package io.tripline.engine.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The events of one key, given to a matcher; its state goes through bytes now and then. */
final class MatcherStream implements RuleCounters {
  /** A listener has every partial match followed by itself; it hears nothing else. */
  static final TraceListener NOBODY = step -> {};

  // Larger states are not put into bytes before each event.
  private static final int SMALL = 100;

  private final Schema schema;
  private final boolean followed;
  private final int every;
  private final EventWriter writer = new EventWriter();
  private final EventView view = new EventView();

  final RuleMatcher matcher;
  final StateHeap heap = new StateHeap();
  final List<Match> matches = new ArrayList<>();
  int state;
  int dropped;
  int limited;
  int errors;

  /** Events that have left a state as it was, and are known to. */
  int left;

  /**
   * @param limit of partial matches
   * @param every events with a number that this divides are followed by a way through bytes
   */
  MatcherStream(Program program, int limit, int every, @Nullable TraceListener listener) {
    Rule rule = program.rule();
    schema =
        Schema.of(
            1,
            List.of(
                new RuleSet(
                    rule.key().sources().stream().map(s -> s.type()).toList(), List.of(rule))),
            Schema.Fields.READ);
    matcher = new RuleMatcher(program, schema, limit, this, new Workbench(heap), listener);
    followed = listener != null;
    this.every = every;
  }

  /** The first rule of a text. */
  static Program program(String text) {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("case.trip", text)));
    RuleSet ruleSet = compilation.ruleSet();
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + text).isFalse();
    return Program.compile(Objects.requireNonNull(ruleSet).rules().getFirst());
  }

  /** An event that has these numbers, and its own where it has a field for it. */
  void event(String type, long number, long clock, long[] fields) {
    EventWriter event = begin(type);
    for (int f = 0; f < fields.length; f++) {
      event.setLong(f, fields[f]);
    }
    int numberField = layout(type).type().indexOf("number");
    if (numberField >= 0) {
      event.setLong(numberField, number);
    }
    offer(number, clock);
  }

  EventLayout layout(String type) {
    return schema.get(type);
  }

  /** Begins an event; {@link #offer} comes next. */
  EventWriter begin(String type) {
    writer.clear();
    writer.begin(schema.get(type));
    return writer;
  }

  void offer(long number, long clock) {
    writer.end(0, new byte[0], 0, 0);
    boolean isSmall = matcher.runs(state) < SMALL && matcher.keptEvents(state) < SMALL;
    byte[] before = followed || !isSmall ? null : matcher.encode(state);
    state = matcher.onEvent(state, view.wrap(writer.bytes(), 0), number, clock, matches::add);
    checkNote(before);
    if (!followed && number % every == 0) {
      byte[] bytes = matcher.encode(state);
      matcher.free(state);
      assertThat(heap.blocks()).as("blocks that nobody knows").isZero();
      state = matcher.decode(bytes);
      assertThat(matcher.encode(state)).isEqualTo(bytes);
    }
  }

  /** What was noted of the state is what there is to read out of it. */
  private void checkNote(byte @Nullable [] before) {
    if (state == StateHeap.NONE) {
      return;
    }
    if (matcher.hasLeftState()) {
      left++;
      if (before != null) {
        assertThat(matcher.encode(state)).isEqualTo(before);
      }
    }
    StateNote note = matcher.note(state);
    assertThat(note.deadline()).isEqualTo(matcher.deadline(state));
    assertThat(note.runs()).isEqualTo(matcher.runs(state));
  }

  /** Gives back what is kept. */
  void end() {
    matcher.free(state);
    state = StateHeap.NONE;
    assertThat(heap.blocks()).as("blocks that nobody knows").isZero();
  }

  @Override
  public void evaluationError(Place place, String what) {
    errors++;
  }

  @Override
  public void matchesLimited() {
    limited++;
  }

  @Override
  public void runsDropped(int count) {
    dropped += count;
  }
}
