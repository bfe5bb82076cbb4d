package io.tripline.engine.explain;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.explain.Moment.EventAt;
import io.tripline.engine.match.TraceStep.Closing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A partial match as a {@link Follower} has seen it. Changes while it is followed. */
public final class PartialMatch {
  /** An event that a variable has taken, and those before it. */
  record Link(@Nullable Link before, Variable variable, EventAt event, int count, int ofVariable) {}

  /** An event and the variable that took it. */
  public record Bound(Variable variable, EventAt event) {}

  private final int number;
  private @Nullable Link bound;
  private List<Variable> next = List.of();
  private int needed = Integer.MAX_VALUE;
  private @Nullable NearMiss nearest;
  private List<List<Variable>> parts = List.of();
  private final List<ClosedAt> closings = new ArrayList<>();
  private final List<Happening.Waits> waits = new ArrayList<>();
  private Happening.@Nullable Spoiled spoiled;
  private Happening.@Nullable Ended end;
  private long endTime;
  private boolean matched;

  PartialMatch(int number) {
    this.number = number;
  }

  /** A way on that an event has closed. */
  private record ClosedAt(Happening.Closed closed, EventAt event) {}

  /**
   * An event that did not get it on.
   *
   * @param refused why
   * @param score how near it was: less than 1 is the part of a condition that was true; 1 and more
   *     fits but for something else; below 0 is another type of event
   */
  record NearMiss(EventAt event, Happening.Refused refused, double score) {}

  /** From 1, in the order of their beginning; 0 for none. */
  public int number() {
    return number;
  }

  /** Whether this stands for no partial match: nothing has begun. */
  public boolean isNone() {
    return number == 0;
  }

  /** The events that it holds, in their order. */
  public List<Bound> bound() {
    List<Bound> events = new ArrayList<>();
    for (Link link = bound; link != null; link = link.before) {
      events.add(new Bound(link.variable, link.event));
    }
    return events.reversed();
  }

  /** How many events it holds. */
  public int size() {
    return bound == null ? 0 : bound.count;
  }

  /** The variables that can take an event next. */
  public List<Variable> next() {
    return next;
  }

  /**
   * The variables with which parts of {@code &} begin that have not begun; not one of them but one
   * for each part has to come, in any order.
   */
  public List<List<Variable>> parts() {
    return parts;
  }

  /** How many more events it needs at least to be complete. */
  public int needed() {
    return needed;
  }

  /** The event that came nearest to getting it on, since it took its last one; or null. */
  public @Nullable EventAt nearestEvent() {
    return nearest == null ? null : nearest.event;
  }

  /** Why that event was not taken, or null. */
  public Happening.@Nullable Refused nearestMiss() {
    return nearest == null ? null : nearest.refused;
  }

  /** What it waits for, each end of its own; empty where only an event can complete it. */
  public List<Happening.Waits> waits() {
    return List.copyOf(waits);
  }

  /** The event that has ended its waiting for time, with why; or null. */
  public Happening.@Nullable Spoiled spoiled() {
    return spoiled;
  }

  /** The ways on that were closed since it took its last event. */
  List<Happening.Closed> closings() {
    return closings.stream().map(ClosedAt::closed).toList();
  }

  /** How it ended, or null while it goes on. */
  public Happening.@Nullable Ended end() {
    return end;
  }

  /** When it ended, ms; means something only if it has. */
  public long endTime() {
    return endTime;
  }

  /** Whether it became a match. */
  public boolean isMatch() {
    return matched;
  }

  /** Begins where another one is, with an event more; {@code from} may be this one. */
  int take(
      PartialMatch from,
      Variable variable,
      EventAt event,
      List<Variable> then,
      List<List<Variable>> partsLeft,
      int left) {
    // It may have taken the event itself already, by another way.
    Link before = from.boundBefore(event);
    int ofVariable = 1;
    for (Link link = before; link != null; link = link.before) {
      if (link.variable.index() == variable.index()) {
        ofVariable = link.ofVariable + 1;
        break;
      }
    }
    bound = new Link(before, variable, event, before == null ? 1 : before.count + 1, ofVariable);
    next = List.copyOf(then);
    needed = left;
    parts = List.copyOf(partsLeft);
    nearest = null;
    closings.clear();
    waits.clear();
    spoiled = null;
    return ofVariable;
  }

  private @Nullable Link boundBefore(EventAt event) {
    return bound != null && bound.event.number() == event.number() ? bound.before : bound;
  }

  void missed(NearMiss miss) {
    // Of equally near ones the last, and of those at one event the variable that is furthest on.
    if (nearest == null || miss.score > nearest.score) {
      nearest = miss;
    } else if (miss.score == nearest.score
        && (miss.event.number() != nearest.event.number()
            || miss.refused.variable().index() > nearest.refused.variable().index())) {
      nearest = miss;
    }
  }

  void closed(Happening.Closed way, EventAt event) {
    closings.add(new ClosedAt(way, event));
  }

  /** The event that has closed the way to a variable since the last one was taken; or null. */
  Happening.@Nullable Earlier closedBefore(Variable variable) {
    for (ClosedAt each : closings) {
      if (each.closed.variable() == variable) {
        boolean taken =
            each.closed.why() instanceof Closing.TakenBy(int taker) && taker == variable.index();
        return new Happening.Earlier(each.event, taken);
      }
    }
    return null;
  }

  void waits(Happening.Waits wait) {
    waits.add(wait);
  }

  void waitsNoMore() {
    waits.clear();
  }

  void spoiled(Happening.Spoiled how) {
    spoiled = how;
    waits.removeIf(wait -> wait.end() == how.end());
  }

  void ended(Happening.Ended how, long time) {
    end = how;
    endTime = time;
  }

  void becomesMatch() {
    matched = true;
    waits.clear();
  }

  /** Its first event, or null. */
  @Nullable EventAt first() {
    Link link = bound;
    while (link != null && link.before != null) {
      link = link.before;
    }
    return link == null ? null : link.event;
  }

  /**
   * Whether it came further than another: nearer to its end, then with more events, then with a
   * nearer miss.
   */
  boolean isFurtherThan(PartialMatch other) {
    if (other.isNone() || isNone()) {
      return other.isNone() && !isNone();
    }
    if (needed != other.needed || size() != other.size()) {
      return needed != other.needed ? needed < other.needed : size() > other.size();
    }
    return score() > other.score();
  }

  private double score() {
    return nearest == null ? Double.NEGATIVE_INFINITY : nearest.score;
  }
}
