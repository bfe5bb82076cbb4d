package io.tripline.examples.world;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The order of everything: merges ordinary traffic with the episodes that are under way.
 *
 * <p>The number of events is exact because an ordinary event is only drawn while one is left that
 * no episode has taken. The times of the ordinary events are the order statistics of a random
 * sample over the period, drawn one by one.
 */
final class Timeline {
  /** No episode has more events. */
  private static final int LONGEST_EPISODE = 20;

  private final int days;
  private final long start;
  private final Everyday everyday;
  private final Dice dice;
  private final Storyline fraud;
  private final Storyline lookAlikes;
  private final PriorityQueue<Pending> pending =
      new PriorityQueue<>(
          Comparator.comparingLong((Pending p) -> p.event.time).thenComparingLong(Pending::order));
  private final EventDraft ordinary = new EventDraft();
  private final long[] episodes = new long[Scenario.values().length];

  /** Events that neither left nor wait in the queue nor have a time. */
  private long open;

  private double elapsed;
  private long nextOrdinary = Long.MAX_VALUE;
  private long order;
  private int episodeNumber;
  private int peak;

  Timeline(
      WorldSettings settings,
      long start,
      Everyday everyday,
      Dice dice,
      Storyline fraud,
      Storyline lookAlikes) {
    this.days = settings.days();
    this.start = start;
    this.everyday = everyday;
    this.dice = dice;
    this.fraud = fraud;
    this.lookAlikes = lookAlikes;
    open = settings.events();
    drawOrdinary();
  }

  /** The next event, valid until the next call; null after the last one. */
  @Nullable EventDraft next() {
    while (true) {
      Pending head = pending.peek();
      long waiting = head == null ? Long.MAX_VALUE : head.event.time;
      long episode = StrictMath.min(fraud.next(), lookAlikes.next());
      if (episode <= waiting && episode <= nextOrdinary && episode != Long.MAX_VALUE) {
        begin(fraud.next() <= lookAlikes.next() ? fraud : lookAlikes);
      } else if (head != null && waiting <= nextOrdinary) {
        pending.remove();
        return head.event;
      } else if (nextOrdinary != Long.MAX_VALUE) {
        everyday.next(ordinary, nextOrdinary);
        drawOrdinary();
        return ordinary;
      } else {
        return null;
      }
    }
  }

  /** How many episodes of a scenario have begun. */
  long episodes(Scenario scenario) {
    return episodes[scenario.ordinal()];
  }

  /** The most events that ever waited for their time at once. */
  int peak() {
    return peak;
  }

  private void begin(Storyline storyline) {
    if (open < LONGEST_EPISODE) {
      storyline.stop();
      return;
    }
    Episode episode = storyline.play(episodeNumber + 1);
    if (episode == null) {
      return;
    }
    episodeNumber++;
    episodes[episode.scenario.ordinal()]++;
    for (EventDraft event : episode.events()) {
      pending.add(new Pending(event, order++));
    }
    open -= episode.events().size();
    peak = StrictMath.max(peak, pending.size());
  }

  private void drawOrdinary() {
    if (open == 0) {
      nextOrdinary = Long.MAX_VALUE;
      return;
    }
    long expected = fraud.expected() + lookAlikes.expected();
    double left = StrictMath.max(1, open - expected);
    elapsed += (1 - elapsed) * dice.leastOf(left);
    nextOrdinary = start + Rhythms.timeAt(elapsed, days);
    open--;
  }

  private record Pending(EventDraft event, long order) {}
}
