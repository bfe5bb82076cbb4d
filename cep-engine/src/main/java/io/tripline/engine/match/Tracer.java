package io.tripline.engine.match;

import io.tripline.dsl.ir.Pattern;
import io.tripline.engine.event.EventView;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.TraceStep.Closing;
import io.tripline.engine.match.TraceStep.Ending;
import io.tripline.engine.match.TraceStep.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells a listener what a matcher does. The matcher calls it at a handful of places and goes its
 * way; all reasons are worked out here, from the masks of edges before and after, so that a matcher
 * without a tracer pays for none of it. It changes nothing, and counts no error of the conditions
 * that it asks.
 */
final class Tracer {
  private final TraceListener listener;
  private final Program program;
  private final Automaton automaton;
  private final Deadlines deadlines;
  private final Untils untils;
  private final Distances distances;
  private final OpenParts openParts;
  private final StateHeap heap;

  /** The matcher's answers for the run at hand. */
  private final Conditions conditions;

  /** By number, the partial matches that there are, of the events that the listener wants. */
  private final Map<Integer, Run> pending = new LinkedHashMap<>();

  private int lastNumber;
  private long nextDeadline = Deadlines.NEVER;
  private long clock;
  private boolean wanted;

  // The state and the run at hand, the run as it was before the event.
  private @Nullable SeenTimes seen;
  private long openBefore;
  private long aliveBefore;
  private long endingsBefore;
  private long mayStart;
  private int from;

  // Whether it does not go on, so that the first to branch off it is the same one gone on.
  private boolean numberIsFree;

  // Before the selection.
  private final List<Run> waiting = new ArrayList<>();
  private final List<Run> waitingForTime = new ArrayList<>();
  private final List<Run> candidates = new ArrayList<>();

  Tracer(TraceListener listener, MatcherParts parts) {
    this.listener = listener;
    this.program = parts.program();
    this.automaton = program.automaton();
    this.deadlines = program.deadlines();
    this.untils = parts.untils();
    this.conditions = parts.conditions();
    this.heap = parts.heap();
    this.distances = new Distances(automaton);
    this.openParts = new OpenParts(automaton);
  }

  /**
   * Time has come to {@code clock}: what can take no event any more is over. What waits for time is
   * not, and nothing that a match may still rule out when it comes.
   */
  void timePasses(long clock) {
    if (clock <= nextDeadline) {
      return;
    }
    long nextEnd = Deadlines.NEVER;
    for (Run run : pending.values()) {
      nextEnd = Math.min(nextEnd, deadlines.nextEnd(run));
    }
    nextDeadline = Deadlines.NEVER;
    List<Run> over = new ArrayList<>();
    for (Run run : pending.values()) {
      if (run.endings != 0) {
        continue;
      }
      long deadline = deadlines.of(run);
      if (deadline < clock && deadline < nextEnd) {
        over.add(run);
      } else {
        nextDeadline = Math.min(nextDeadline, deadline);
      }
    }
    over.sort(
        Comparator.comparingLong(deadlines::of)
            .thenComparingLong(run -> run.startTime)
            .thenComparingInt(run -> run.number));
    over.forEach(run -> end(run, new Ending.TimeOver(lastGap(run), deadlines.of(run))));
  }

  /** The bound on an arrow that ends a run; null if {@code within} does. */
  private Pattern.@Nullable Gap lastGap(Run run) {
    long last = deadlines.of(run);
    if (deadlines.within(run.startTime) == last) {
      return null;
    }
    Automaton.Edge[] edges = automaton.edges(run.state);
    for (int i = 0; i < edges.length; i++) {
      Pattern.Gap gap = edges[i].gap();
      if ((run.alive >>> i & 1) != 0 && gap != null && end(gap, run) == last) {
        return gap;
      }
    }
    return null;
  }

  private static long end(Pattern.Gap gap, Run run) {
    return Deadlines.after(run.lastTime, gap.mostMillis());
  }

  /** Time has passed an end for which these have waited. */
  void completes(long end, List<Run> complete) {
    wanted = complete.stream().anyMatch(run -> number(run) != 0);
    if (wanted) {
      timePasses(end);
      nextDeadline = Long.MIN_VALUE; // those that go on have another one now
      listener.on(new TraceStep.TimeCame(end));
    }
  }

  void arrives(SeenTimes ofKey, EventView event, long number, long clock) {
    timePasses(clock);
    seen = ofKey;
    this.clock = clock;
    wanted = listener.wants(event);
    if (wanted) {
      listener.on(new TraceStep.Arrived(event, number, clock));
    }
  }

  /** Before matches are begun with the event, over the allowed edges alone. */
  void start(Run nothing, long allowed) {
    offer(nothing);
    mayStart = allowed;
  }

  /** Before a run is taken over the event. */
  void offer(Run run) {
    openBefore = run.open;
    aliveBefore = run.alive;
    endingsBefore = run.endings;
  }

  /**
   * It is decided what becomes of the run's edges.
   *
   * @param can edges that could take the event
   * @param open those open now
   * @param take those that will take the event
   */
  void decided(Run run, long can, long open, long take) {
    if (!wanted) {
      return;
    }
    boolean isStart = run.state == automaton.start();
    from = isStart ? 0 : number(run);
    numberIsFree = !isStart && !run.isPending();
    Automaton.Edge[] edges = automaton.edges(run.state);
    for (int i = 0; i < edges.length; i++) {
      long bit = 1L << i;
      boolean takes = (take & bit) != 0;
      // Where the run ends by going on, its ways are those of the one that it becomes.
      if ((openBefore & bit) == 0 || takes && numberIsFree) {
        continue;
      }
      boolean wasAlive = (aliveBefore & bit) != 0;
      Refusal refusal = takes ? null : refusal(run, edges, i, can, open, wasAlive);
      if (refusal != null) {
        listener.on(
            new TraceStep.Refused(
                from, automaton.variable(edges[i].to()), refusal, registers(run)));
      }
      if (!isStart && wasAlive && (run.alive & bit) == 0) {
        listener.on(
            new TraceStep.Closed(
                from,
                automaton.variable(edges[i].to()),
                closing(run, edges, i, can, open),
                registers(run)));
      }
    }
  }

  private @Nullable Refusal refusal(
      Run run, Automaton.Edge[] edges, int i, long can, long open, boolean wasAlive) {
    long bit = 1L << i;
    int variable = automaton.variable(edges[i].to());
    if (run.state == automaton.start() && (mayStart & bit) == 0) {
      if (!conditions.hasType(variable)) {
        return new Refusal.WrongType();
      }
      return conditions.wouldBeSatisfied(variable)
          ? forbidden(edges[i])
          : new Refusal.NotSatisfied();
    }
    Pattern.Gap gap = edges[i].gap();
    boolean outside = gap != null && !Deadlines.isInside(gap, run.lastTime, clock);
    if ((open & bit) == 0 && !(wasAlive && outside)) {
      return null; // what has closed it is told
    }
    if ((can & bit) == 0) {
      if (!wasAlive) {
        return null; // closed long ago
      }
      if (!conditions.hasType(variable)) {
        return new Refusal.WrongType();
      }
      if (!conditions.wouldBeSatisfied(variable)) {
        return new Refusal.NotSatisfied();
      }
      if (gap != null && outside) {
        return new Refusal.OutsideGap(gap, clock - run.lastTime);
      }
      Pattern.Until until = holding(edges[i].opens());
      if (until == null) {
        throw new IllegalStateException("an edge was closed to an event by nothing");
      }
      return new Refusal.UntilHolds(until);
    }
    if (!wasAlive) {
      return new Refusal.GapBroken();
    }
    int first = Long.numberOfTrailingZeros(edges[i].yieldsTo() & can);
    return new Refusal.GreedyFirst(automaton.variable(edges[first].to()));
  }

  /** What came so shortly before that no match may begin. */
  private Refusal forbidden(Automaton.Edge edge) {
    SeenTimes ofKey = Objects.requireNonNull(seen);
    for (Automaton.Mark mark : edge.marks()) {
      if (ofKey.wasSeen(mark.variable(), mark.millis(), clock)) {
        long last = ofKey.last(automaton.indexOfForbidden(mark.variable()));
        return new Refusal.Forbidden(mark.variable(), last, mark.millis());
      }
    }
    throw new IllegalStateException("an edge could not be taken for no reason");
  }

  private Closing closing(Run run, Automaton.Edge[] edges, int i, long can, long open) {
    Automaton.Edge edge = edges[i];
    if ((open & 1L << i) == 0) {
      if (deadlines.within(run.startTime) < clock) {
        return new Closing.TimeOver(null, deadlines.within(run.startTime));
      }
      Pattern.Gap gap = edge.gap();
      if (gap != null && end(gap, run) < clock) {
        return new Closing.TimeOver(gap, end(gap, run));
      }
      long leaving = edge.endsWith() & can;
      Pattern.Until until = holding(untils.stayedIn(run.state, i));
      if (until != null) {
        return new Closing.UntilHolds(until);
      }
      int first = Long.numberOfTrailingZeros(leaving);
      return new Closing.ReluctantLeaves(automaton.variable(edges[first].to()));
    }
    if (edge.arrow() == Pattern.Arrow.NEXT) {
      return new Closing.NotNext();
    }
    for (int rival : edge.rivals()) {
      if (conditions.wasSatisfied(rival)) {
        return new Closing.TakenBy(rival);
      }
    }
    for (Automaton.Mark mark : edge.marks()) {
      if (conditions.wasSatisfied(mark.variable())) {
        return new Closing.Forbidden(mark.variable());
      }
    }
    throw new IllegalStateException("an edge was closed by nothing");
  }

  /** The first of the loops' conditions that holds, or null. */
  private Pattern.@Nullable Until holding(int[] loops) {
    for (int loop : loops) {
      Pattern.Until until = conditions.endedBy(loop);
      if (until != null) {
        return until;
      }
    }
    return null;
  }

  /** A variable has taken the event; {@code run} is where it came from. */
  void took(Run run, Run branch) {
    if (!wanted) {
      return;
    }
    int number;
    if (numberIsFree) {
      numberIsFree = false;
      number = from;
      run.number = 0;
    } else {
      number = ++lastNumber;
    }
    branch.number = number;
    keep(branch);
    nextDeadline = Math.min(nextDeadline, deadlines.of(branch));
    TreeSet<Integer> next = new TreeSet<>();
    Automaton.Edge[] edges = automaton.edges(branch.state);
    for (int i = 0; i < edges.length; i++) {
      if ((branch.open >>> i & 1) != 0) {
        next.add(automaton.variable(edges[i].to()));
      }
    }
    int variable = automaton.variable(branch.state);
    int needed = distances.from(branch.state, branch.counts);
    List<List<Integer>> open = openParts.of(branch.state, branch.counts);
    listener.on(new TraceStep.Took(number, from, variable, List.copyOf(next), open, needed));
    for (long left = branch.endings; left != 0; left &= left - 1) {
      waits(branch, number, Long.numberOfTrailingZeros(left));
    }
  }

  private void waits(Run run, int number, int ending) {
    List<TraceStep.Waits.Absent> absent = new ArrayList<>();
    long end = deadlines.end(run, ending);
    for (Automaton.Mark mark : automaton.endings(run.state)[ending].marks()) {
      long until = mark.reach() == Automaton.Reach.AFTER ? deadlines.end(mark, run) : end;
      boolean nextOnly = mark.reach() == Automaton.Reach.NEXT;
      absent.add(new TraceStep.Waits.Absent(mark.variable(), until, nextOnly));
    }
    listener.on(new TraceStep.Waits(number, end, absent));
  }

  /** After a run was taken over the event. */
  void offered(Run run) {
    if (!wanted || number(run) == 0) {
      return;
    }
    for (long left = endingsBefore & ~run.endings; left != 0; left &= left - 1) {
      spoiled(run, Long.numberOfTrailingZeros(left));
    }
    if (run.isPending()) {
      nextDeadline = Math.min(nextDeadline, deadlines.of(run));
    } else {
      end(run, new Ending.NoWayOn());
    }
  }

  private void spoiled(Run run, int ending) {
    for (Automaton.Mark mark : automaton.endings(run.state)[ending].marks()) {
      boolean speaks = mark.reach() != Automaton.Reach.AFTER || clock <= deadlines.end(mark, run);
      if (speaks && conditions.wasSatisfied(mark.variable())) {
        long end = deadlines.end(run, ending);
        listener.on(new TraceStep.Spoiled(number(run), end, mark.variable(), registers(run)));
        return;
      }
    }
  }

  /** The event at hand was looked at for what must not come before a match. */
  void remembered() {
    if (!wanted) {
      return;
    }
    SeenTimes ofKey = Objects.requireNonNull(seen);
    int[] forbidden = automaton.forbidden();
    for (int i = 0; i < forbidden.length; i++) {
      if (conditions.wasSatisfied(forbidden[i])) {
        long until = deadlines.forgets(i, ofKey.last(i));
        listener.on(new TraceStep.Remembered(forbidden[i], until));
      }
    }
  }

  /** Before the selection. */
  void selecting(List<Run> complete, List<Run> next) {
    candidates.clear();
    candidates.addAll(complete);
    waiting.clear();
    waiting.addAll(next);
    waitingForTime.clear();
    waiting.stream().filter(run -> run.endings != 0).forEach(waitingForTime::add);
  }

  /**
   * After it.
   *
   * @param chosen what it lets through, in order
   * @param limit how many of these are matches
   */
  void selected(List<Run> chosen, int limit, List<Run> next) {
    if (!wanted) {
      return;
    }
    for (int i = 0; i < chosen.size(); i++) {
      int run = number(chosen.get(i));
      listener.on(i < limit ? new TraceStep.Matched(run) : new TraceStep.OverLimit(run));
    }
    for (Run run : candidates) {
      if (!chosen.contains(run)) {
        listener.on(new TraceStep.PassedOver(number(run), number(favored(run, chosen))));
      }
    }
    Map<Run, Boolean> left = new IdentityHashMap<>();
    next.forEach(run -> left.put(run, true));
    Map<Run, Boolean> hadWayOn = new IdentityHashMap<>();
    List<Runnable> endings = new ArrayList<>();
    for (Run run : waiting) {
      hadWayOn.put(run, true);
      if (!left.containsKey(run)) {
        boolean matched = chosen.contains(run);
        Ending why =
            matched ? new Ending.Complete() : new Ending.Skipped(number(favored(run, chosen)));
        endings.add(() -> end(run, why));
      }
    }
    for (Run run : candidates) {
      if (!hadWayOn.containsKey(run)) {
        endings.add(() -> end(run, new Ending.Complete()));
      }
    }
    endings.forEach(Runnable::run);
  }

  /** What waited to be what has become a match waits no more. */
  void settled(List<Run> left) {
    if (!wanted) {
      return;
    }
    for (Run run : waitingForTime) {
      if (run.endings == 0 && number(run) != 0) {
        listener.on(new TraceStep.Settled(number(run)));
        if (left.stream().noneMatch(other -> other == run)) {
          end(run, new Ending.Complete());
        }
      }
    }
  }

  /** Which match keeps a run from being one: that of the same start, else the first. */
  private static Run favored(Run run, List<Run> chosen) {
    for (Run match : chosen) {
      if (match.start == run.start) {
        return match;
      }
    }
    return chosen.getFirst();
  }

  /** The limit has left these. */
  void limited(List<Run> before, List<Run> left) {
    if (!wanted) {
      return;
    }
    Map<Run, Boolean> kept = new IdentityHashMap<>();
    left.forEach(run -> kept.put(run, true));
    for (Run run : before) {
      if (!kept.containsKey(run)) {
        end(run, new Ending.TooMany());
      }
    }
  }

  private RegisterValues registers(Run run) {
    return new RegisterValues(run.registers, 0, heap);
  }

  /** What is left of a key's partial matches is left as it is now until its next event. */
  void keeps(List<Run> left) {
    for (Run run : left) {
      if (number(run) != 0) {
        keep(run);
      }
    }
  }

  /** A copy: the run's own object is another one's after the event. */
  private void keep(Run run) {
    Run copy = new Run(run.counts.length, 0);
    copy.copy(run);
    pending.put(run.number, copy);
  }

  /** Its number; 0 if the listener does not know it, or thinks that it is no more. */
  private int number(Run run) {
    return pending.containsKey(run.number) ? run.number : 0;
  }

  private void end(Run run, Ending why) {
    int number = number(run);
    if (number != 0) {
      pending.remove(number);
      listener.on(new TraceStep.Ended(number, why));
    }
  }
}
