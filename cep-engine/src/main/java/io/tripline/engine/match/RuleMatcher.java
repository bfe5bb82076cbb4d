package io.tripline.engine.match;

import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Program} over the events of one key at a time. It holds scratch space and is bound
 * to the layouts of one schema, and of all that have what it reads at the same places ({@link
 * #fits}); so each worker makes its own. All lasting state is in blocks of the worker's heap. Not
 * thread-safe.
 *
 * <p>A state stands for what is remembered of one key: a handle, 0 where nothing is pending. A
 * method that takes one and gives one back has changed it; the one that was given must not be used
 * any more. Matchers of programs of one shape ({@link Program#stateShape}) on one heap understand
 * each other's states.
 *
 * <p>What a rule needs decides how it is matched: {@link RunMatcher} follows each partial match by
 * itself, and {@link ChainMatcher} does so with less where they never branch; where they need not
 * be told apart, {@link SharedMatcher} finds the one match that is wanted, {@link CountingMatcher}
 * does so with less where they never branch, and {@link EnumeratingMatcher} finds all of them.
 */
public final class RuleMatcher {
  private final Program program;
  private final ProgramCode code;
  private final Conditions conditions;
  private final Matcher matcher;
  private final StateNote note;
  private final boolean mayBegin;
  private final @Nullable Tracer tracer;

  /** A matcher that nobody listens to; see the last constructor. */
  public RuleMatcher(
      Program program, Schema schema, int maxRuns, RuleCounters counters, StateHeap heap) {
    this(program, schema, maxRuns, counters, new Workbench(heap), null, true);
  }

  /** A matcher in which events begin matches; see the last constructor. */
  public RuleMatcher(
      Program program,
      Schema schema,
      int maxRuns,
      RuleCounters counters,
      Workbench workbench,
      @Nullable TraceListener listener) {
    this(program, schema, maxRuns, counters, workbench, listener, true);
  }

  /**
   * @param maxRuns the most partial matches of one key; past it those with the oldest start are
   *     dropped, and counted
   * @param workbench the worker's
   * @param listener hears of every step, or null
   * @param mayBegin whether events begin matches: else only those are completed that have begun; a
   *     matcher of states that such a one has changed may not begin any either
   */
  public RuleMatcher(
      Program program,
      Schema schema,
      int maxRuns,
      RuleCounters counters,
      Workbench workbench,
      @Nullable TraceListener listener,
      boolean mayBegin) {
    this.program = program;
    this.note = workbench.note;
    this.mayBegin = mayBegin;
    MatcherParts parts = MatcherParts.of(program, schema, workbench, counters, mayBegin);
    this.code = parts.code();
    this.conditions = parts.conditions();
    this.tracer = listener == null ? null : new Tracer(listener, parts);
    this.matcher =
        tracer != null ? new RunMatcher(parts, maxRuns, tracer) : matcher(parts, maxRuns);
  }

  private static Matcher matcher(MatcherParts parts, int maxRuns) {
    return switch (parts.program().matching()) {
      case EACH -> new RunMatcher(parts, maxRuns, null);
      case CHAIN -> new ChainMatcher(parts, maxRuns);
      case SHARED -> new SharedMatcher(parts, maxRuns);
      case COUNTED -> new CountingMatcher(parts, maxRuns);
      case ENUMERATED -> new EnumeratingMatcher(parts, maxRuns);
    };
  }

  public Program program() {
    return program;
  }

  /** Whether it takes events of another schema as well; thread-safe. */
  public boolean fits(Schema schema) {
    return code.fitsMatcherOf(schema);
  }

  /** Tells the listener, if there is one, what time ends. {@link #onEvent} does so by itself. */
  public void timePasses(long clock) {
    if (tracer != null) {
      tracer.timePasses(clock);
    }
  }

  /**
   * The variables that can leave something behind where there is no state: begin a match, or keep
   * later ones from beginning. A bit mask; an event that can satisfy none of them need not be given
   * to a key without state.
   */
  public long startVariables() {
    return mayBegin ? matcher.startVariables() : 0;
  }

  /**
   * Whether events that can satisfy nothing have to be given to keys with a state all the same, as
   * it matters what is next to what.
   */
  public boolean seesEverything() {
    return program.automaton().looksAtNext();
  }

  /**
   * What {@link io.tripline.engine.predicate.PredicateSet} says of an event and this rule, found
   * one by one: the variables that it can satisfy, then the loops that it can end, as a bit mask.
   */
  public long variables(EventView event) {
    return conditions.variables(event);
  }

  /**
   * Takes the next event of the key's input. The caller has made sure that the event's type is one
   * of the rule's and its key is the state's.
   *
   * @param variables as {@link #variables} tells
   * @param number the event's place among all events, from 1
   * @param clock the time that matching goes by, ms: the event's time, or the watermark if that is
   *     later; never less than in the call before
   * @return the state after it; 0 if nothing is pending
   */
  public int onEvent(
      int state, EventView event, long variables, long number, long clock, MatchSink sink) {
    note.clear();
    return matcher.onEvent(state, event, variables, number, clock, sink);
  }

  /** The same for a caller who does not know the variables. */
  public int onEvent(int state, EventView event, long number, long clock, MatchSink sink) {
    return onEvent(state, event, conditions.variables(event), number, clock, sink);
  }

  /**
   * Lets time pass: completes what is complete once the clock is past its end, earlier ends first.
   * {@link #onEvent} does so by itself.
   *
   * @param clock not less than in any call before
   * @return the state after it
   */
  public int onTime(int state, long clock, MatchSink sink) {
    note.clear();
    return matcher.onTime(state, clock, sink);
  }

  /**
   * Whether the last call of a matcher of this worker is known to have left its state as it was, so
   * that there is nothing to note of it.
   */
  public boolean hasLeftState() {
    return note.isUnchanged();
  }

  /**
   * What the state is like that the last call of a matcher of this worker has given back.
   *
   * @param state that one; nothing has happened to it since
   * @return valid until the next call of a matcher of this worker
   */
  public StateNote note(int state) {
    if (!note.isMade()) {
      note.make(matcher.deadline(state), matcher.runs(state));
    }
    return note;
  }

  /**
   * The last clock value at which something is pending; past it the state means nothing. {@code
   * Long.MIN_VALUE} if it is 0, {@code Long.MAX_VALUE} if time does not end it.
   */
  public long deadline(int state) {
    return matcher.deadline(state);
  }

  /**
   * The end at which time completes something next, ms: once the clock is past it, {@link #onTime}
   * has something to do. {@code Long.MAX_VALUE} if nothing waits for time.
   */
  public long nextTimer(int state) {
    return matcher.nextTimer(state);
  }

  /** Number of partial matches. */
  public int runs(int state) {
    return matcher.runs(state);
  }

  /** Number of events that are kept apart from those of partial matches. */
  public int keptEvents(int state) {
    return matcher.keptEvents(state);
  }

  /** How often the search for matches has looked at anything, where it is one; for tests. */
  long steps() {
    return matcher instanceof EnumeratingMatcher enumerating ? enumerating.steps() : 0;
  }

  /**
   * What a state holds, for people; it stays as it is. Not for a matcher with a listener.
   *
   * @param state not 0
   * @param most partial matches that are told, events of each, and kept events
   * @param showPii whether ids of events are told that are personal data
   */
  public PendingState tell(int state, int most, boolean showPii) {
    PendingDraft draft = new PendingDraft(program, most, showPii);
    matcher.tell(state, draft);
    return draft.done();
  }

  /**
   * A state in bytes, with a format version; it stays as it is. Not for a matcher with a listener.
   */
  public byte[] encode(int state) {
    return matcher.encode(state);
  }

  /**
   * The state that was put into bytes.
   *
   * @throws IllegalArgumentException if they are not a state of this program's shape
   */
  public int decode(byte[] bytes) {
    note.clear();
    try {
      return matcher.decode(bytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not a state of rule " + program.rule().name() + ": " + e.getMessage(), e);
    }
  }

  /** Gives a state back that is no longer needed. */
  public void free(int state) {
    matcher.free(state);
  }
}
