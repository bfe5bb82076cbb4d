package io.tripline.engine.explain;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.ConditionReport.Outcome;
import io.tripline.engine.explain.ConditionReport.Part;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.TraceListener;
import io.tripline.engine.match.TraceStep;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import io.tripline.engine.pipeline.AlertListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the partial matches of one rule for one key through a {@link
 * io.tripline.engine.pipeline.RehearsalSession}, and hands on what happened, moment by moment. Give
 * it to the session as trace of the rule and as listener; call {@link #finish} when the input is
 * over. Not thread-safe. It remembers what is pending, and how those that came furthest ended.
 */
public final class Follower implements TraceListener, AlertListener {
  private final Rule rule;
  private final Schema schema;
  private final ConditionExplainer conditions;
  private final Predicate<EventView> wanted;
  private final Consumer<Moment> sink;
  private final int startsKept;

  private final PartialMatch none = new PartialMatch(0);
  private final Map<Integer, PartialMatch> live = new HashMap<>();

  /** The last alert of the key: the only one that can hold others back. */
  private @Nullable Alert standing;

  /** By the number of their first event, the furthest of those that ended without a match. */
  private final Map<Long, PartialMatch> furthestOfStart = new LinkedHashMap<>();

  private final Set<Long> startsOfMatches = new HashSet<>();
  private PartialMatch furthest = none;
  private long alerts;
  private long heldBack;

  /** By variable, the last event that must not come before a match. */
  private final Map<Integer, EventAt> remembered = new HashMap<>();

  // The moment at hand.
  private @Nullable EventAt event;
  private long time;
  private final EventView view = new EventView();
  private final List<Happening> happenings = new ArrayList<>();

  /** The numbers of the events of each match of the moment at hand. */
  private final List<List<Long>> matches = new ArrayList<>();

  /** Moments that are over, but with matches of which it is not yet known what becomes of them. */
  private final Deque<Draft> drafts = new ArrayDeque<>();

  /** Those that are complete at the moment at hand, and those that ended at it. */
  private final Map<Integer, PartialMatch> gone = new HashMap<>();

  /**
   * @param schema of the session
   * @param wanted says which events have the key
   * @param startsKept of how many starts the furthest partial match is remembered, for {@link
   *     #ended}
   * @param sink gets each moment when it is over
   */
  public Follower(
      Rule rule,
      Schema schema,
      SourceText source,
      Predicate<EventView> wanted,
      int startsKept,
      Consumer<Moment> sink) {
    this.rule = rule;
    this.schema = schema;
    this.conditions = new ConditionExplainer(rule, schema, source, true);
    this.wanted = wanted;
    this.startsKept = startsKept;
    this.sink = sink;
  }

  /** Asks lists and tables as the session does that is followed. */
  public Follower lookUps(LookUps of) {
    conditions.lookUps(of);
    return this;
  }

  @Override
  public boolean wants(EventView candidate) {
    return wanted.test(candidate);
  }

  @Override
  public void on(TraceStep step) {
    switch (step) {
      case TraceStep.Arrived arrived -> arrived(arrived);
      case TraceStep.Took took -> took(took);
      case TraceStep.Refused refused -> refused(refused);
      case TraceStep.Closed(int run, int variable, Closing why, RegisterValues bound) -> {
        ConditionReport report =
            why instanceof Closing.UntilHolds(Pattern.Until until)
                ? conditions.until(until, view, bound)
                : null;
        Happening.Closed happening =
            new Happening.Closed(known(run), variable(variable), why, report);
        known(run).closed(happening, event());
        happenings.add(happening);
      }
      case TraceStep.Waits waits -> waits(waits);
      case TraceStep.Spoiled spoiled -> spoiled(spoiled);
      case TraceStep.Settled(int run) -> {
        known(run).waitsNoMore();
        happenings.add(new Happening.Settled(known(run)));
      }
      case TraceStep.Remembered(int variable, long until) -> {
        remembered.put(variable, event());
        happenings.add(new Happening.Remembered(none, variable(variable), until));
      }
      case TraceStep.TimeCame(long end) -> {
        flush();
        time = end;
      }
      case TraceStep.Matched(int run) -> {
        matched(known(run));
        happenings.add(new Happening.Matched(known(run)));
      }
      case TraceStep.OverLimit(int run) -> happenings.add(new Happening.OverLimit(known(run)));
      case TraceStep.PassedOver(int run, int by) ->
          happenings.add(new Happening.PassedOver(known(run), known(by)));
      case TraceStep.Ended(int run, Ending why) -> ended(run, why);
    }
  }

  private Variable variable(int index) {
    return rule.variables().get(index);
  }

  private PartialMatch known(int run) {
    PartialMatch match = run == 0 ? none : live.getOrDefault(run, gone.get(run));
    if (match == null) {
      throw new IllegalStateException("the trace speaks of an unknown partial match: " + run);
    }
    return match;
  }

  private void arrived(TraceStep.Arrived arrived) {
    flush();
    EventView at = arrived.event();
    view.wrap(at.bytes(), at.base());
    EventLayout layout = schema.layoutOf(at);
    String id = at.id(layout, arrived.number());
    boolean late = at.time() < arrived.clock();
    event = new EventAt(arrived.number(), id, layout.type().name(), at.time(), late);
    time = at.time();
  }

  private EventAt event() {
    if (event == null) {
      throw new IllegalStateException("a step without an event");
    }
    return event;
  }

  private void took(TraceStep.Took took) {
    PartialMatch from = known(took.from());
    PartialMatch match = took.run() == took.from() ? from : new PartialMatch(took.run());
    Variable variable = variable(took.variable());
    List<List<Variable>> parts = took.parts().stream().map(this::variables).toList();
    List<Variable> next = variables(took.next());
    int count = match.take(from, variable, event(), next, parts, took.needed());
    live.put(took.run(), match);
    happenings.add(new Happening.Took(match, from, variable, count));
  }

  private List<Variable> variables(List<Integer> indexes) {
    return indexes.stream().map(this::variable).toList();
  }

  private void waits(TraceStep.Waits waits) {
    PartialMatch match = known(waits.run());
    List<Happening.Waits.Absent> absent =
        waits.absent().stream()
            .map(a -> new Happening.Waits.Absent(variable(a.variable()), a.until(), a.nextOnly()))
            .toList();
    Happening.Waits happening = new Happening.Waits(match, waits.end(), absent);
    match.waits(happening);
    happenings.add(happening);
  }

  private void spoiled(TraceStep.Spoiled spoiled) {
    PartialMatch match = known(spoiled.run());
    Variable variable = variable(spoiled.variable());
    ConditionReport report =
        variable.condition() == null
            ? null
            : conditions.variable(spoiled.variable(), view, spoiled.bound());
    Happening.Spoiled happening =
        new Happening.Spoiled(match, spoiled.end(), variable, report, event());
    match.spoiled(happening);
    happenings.add(happening);
  }

  private void refused(TraceStep.Refused refused) {
    PartialMatch match = known(refused.run());
    Variable variable = variable(refused.variable());
    ConditionReport report =
        switch (refused.why()) {
          case Refusal.NotSatisfied() ->
              conditions.variable(refused.variable(), view, refused.bound());
          case Refusal.UntilHolds(Pattern.Until until) ->
              conditions.until(until, view, refused.bound());
          case Refusal.WrongType(), Refusal.GapBroken() -> null;
          case Refusal.GreedyFirst first -> null;
          case Refusal.OutsideGap gap -> null;
          case Refusal.Forbidden forbidden -> null;
        };
    Happening.Earlier earlier =
        switch (refused.why()) {
          case Refusal.GapBroken() -> match.closedBefore(variable);
          case Refusal.Forbidden forbidden -> seenBefore(forbidden.variable());
          default -> null;
        };
    Happening.Refused happening =
        new Happening.Refused(match, variable, refused.why(), report, earlier);
    happenings.add(happening);
    match.missed(new PartialMatch.NearMiss(event(), happening, score(refused.why(), report)));
  }

  private Happening.@Nullable Earlier seenBefore(int variable) {
    EventAt last = remembered.get(variable);
    return last == null ? null : new Happening.Earlier(last, false);
  }

  private static double score(Refusal why, @Nullable ConditionReport report) {
    if (why instanceof Refusal.WrongType) {
      return -1;
    }
    if (!(why instanceof Refusal.NotSatisfied) || report == null || report.parts().isEmpty()) {
      return 1;
    }
    List<Part> parts = report.parts();
    long holding = parts.stream().filter(part -> part.outcome() == Outcome.TRUE).count();
    return (double) holding / parts.size();
  }

  private void ended(int run, Ending why) {
    if (why instanceof Ending.TimeOver over && (event != null || time != over.deadline())) {
      flush();
      time = over.deadline();
    }
    PartialMatch match = known(run);
    PartialMatch by = why instanceof Ending.Skipped(int other) ? known(other) : null;
    Happening.Ended happening =
        new Happening.Ended(match, why, by, match.closings(), match.spoiled());
    happenings.add(happening);
    live.remove(run);
    gone.put(run, match);
    match.ended(happening, time);
    if (!match.isMatch()) {
      remember(match);
    }
  }

  private void matched(PartialMatch match) {
    match.becomesMatch();
    matches.add(match.bound().stream().map(bound -> bound.event().number()).toList());
    EventAt first = match.first();
    if (startsKept > 0 && first != null) {
      furthestOfStart.remove(first.number());
      startsOfMatches.add(first.number());
    }
  }

  private void remember(PartialMatch match) {
    if (match.isFurtherThan(furthest)) {
      furthest = match;
    }
    EventAt first = match.first();
    if (first == null || startsOfMatches.contains(first.number())) {
      return;
    }
    PartialMatch known = furthestOfStart.get(first.number());
    if (known == null ? furthestOfStart.size() < startsKept : match.isFurtherThan(known)) {
      furthestOfStart.put(first.number(), match);
    }
  }

  @Override
  public void raised(Match match, Alert alert) {
    if (decides(match, new Moment.Outcome.Raised(alert))) {
      alerts++;
      standing = alert;
    }
  }

  @Override
  public void suppressed(Match match, long ordinal) {
    if (standing != null && decides(match, new Moment.Outcome.HeldBack(standing))) {
      heldBack++;
    }
  }

  /**
   * What becomes of a match. The matches of a moment are decided when all that its arrival has
   * caused is known, so other moments can lie between.
   *
   * @return whether this is a match of the trace, and not one of another rule or key
   */
  private boolean decides(Match match, Moment.Outcome outcome) {
    if (!match.program().rule().name().equals(rule.name())) {
      return false;
    }
    if (!matches.isEmpty()) {
      flush();
    }
    List<Long> events =
        match.bindings().stream().flatMap(binding -> binding.numbers().stream()).sorted().toList();
    for (Draft draft : drafts) {
      if (draft.undecided.remove(events)) {
        draft.outcomes.add(outcome);
        handOn();
        return true;
      }
    }
    return false;
  }

  /** The moment at hand is over. */
  private void flush() {
    if (event != null || !happenings.isEmpty()) {
      drafts.addLast(
          new Draft(
              event, time, List.copyOf(happenings), new ArrayList<>(matches), new ArrayList<>()));
    }
    event = null;
    happenings.clear();
    gone.clear();
    matches.clear();
    handOn();
  }

  private void handOn() {
    while (!drafts.isEmpty() && drafts.getFirst().undecided.isEmpty()) {
      Draft draft = drafts.removeFirst();
      sink.accept(new Moment(draft.event, draft.time, draft.happenings, draft.outcomes));
    }
  }

  /** A moment, with as many outcomes as are known; both lists change. */
  private record Draft(
      @Nullable EventAt event,
      long time,
      List<Happening> happenings,
      List<List<Long>> undecided,
      List<Moment.Outcome> outcomes) {}

  /** Hands on the last moment. To be called once, after the end of the input. */
  public void finish() {
    flush();
    // Without a bound on time something may still be pending.
    live.values().stream().filter(match -> !match.isMatch()).forEach(this::remember);
  }

  /** Number of alerts for the key. */
  public long alerts() {
    return alerts;
  }

  /** Number of matches that {@code once per} held back. */
  public long heldBack() {
    return heldBack;
  }

  /**
   * The one that came furthest of all that did not become a match; one that {@link
   * PartialMatch#isNone} if nothing began, with the event that came nearest to beginning it.
   */
  public PartialMatch furthest() {
    return furthest;
  }

  /**
   * Of each start that led to no match, in order, the partial match that came furthest; a limited
   * number.
   */
  public List<PartialMatch> ended() {
    return List.copyOf(furthestOfStart.values());
  }
}
