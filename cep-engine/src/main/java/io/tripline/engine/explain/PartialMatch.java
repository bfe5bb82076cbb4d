package io.tripline.engine.explain;

import io.tripline.dsl.ir.Variable;
import io.tripline.engine.explain.Moment.EventAt;
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
  private final List<Happening.Closed> closings = new ArrayList<>();
  private Happening.@Nullable Ended end;
  private long endTime;
  private boolean matched;

  PartialMatch(int number) {
    this.number = number;
  }

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

  /** The ways on that were closed since it took its last event. */
  public List<Happening.Closed> closings() {
    return List.copyOf(closings);
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
  int take(PartialMatch from, Variable variable, EventAt event, List<Variable> then, int left) {
    int ofVariable = 1;
    for (Link link = from.bound; link != null; link = link.before) {
      if (link.variable.index() == variable.index()) {
        ofVariable = link.ofVariable + 1;
        break;
      }
    }
    bound = new Link(from.bound, variable, event, from.size() + 1, ofVariable);
    next = List.copyOf(then);
    needed = left;
    nearest = null;
    closings.clear();
    return ofVariable;
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

  void closed(Happening.Closed way) {
    closings.add(way);
  }

  void ended(Happening.Ended how, long time) {
    end = how;
    endTime = time;
  }

  void becomesMatch() {
    matched = true;
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
