package io.tripline.examples.world;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The episodes of one kind (fraud, or look-alikes): when the next one starts, and how many events
 * are still to come, so that their share of all events is what the settings ask for.
 */
final class Storyline {
  /** No start is later than this before the end of the period, so that most scenarios fit. */
  private static final long TAIL = 3 * 3_600_000L;

  /** About half an episode: closer to the target than this is not possible. */
  private static final int TOLERANCE = 4;

  private static final double LAST_START = 1 - 1e-9;
  private static final double USUAL_LENGTH = 7;
  private static final int TRIES_FOR_CAST = 128;
  private static final int CHOOSY_TRIES = 96;
  private static final long NEVER = Long.MAX_VALUE;

  private final boolean fraud;
  private final long start;
  private final long end;
  private final Population people;
  private final Merchants merchants;
  private final Acts acts;
  private final Dice dice;
  private final Deck deck;
  private final long target;
  private long planned;
  private double elapsed;
  private long next;

  /**
   * @param target how many events are wanted: for fraud those that are labeled fraud, for
   *     look-alikes all
   */
  Storyline(
      boolean fraud,
      long target,
      long start,
      long end,
      Population people,
      Merchants merchants,
      Acts acts,
      Dice dice) {
    this.fraud = fraud;
    this.target = target;
    this.start = start;
    this.end = end;
    this.people = people;
    this.merchants = merchants;
    this.acts = acts;
    this.dice = dice;
    List<Scenario> scenarios =
        Arrays.stream(Scenario.values()).filter(s -> s.fraud() == fraud).toList();
    deck = new Deck(scenarios, dice);
    drawNext();
  }

  /** Epoch milliseconds of the next episode's start; huge if there is none. */
  long next() {
    return next;
  }

  /** About how many events episodes will still add. */
  long expected() {
    return next == NEVER ? 0 : target - planned;
  }

  /** No more episodes: there is no room for them. */
  void stop() {
    next = NEVER;
  }

  /** Plays the next episode; null if nobody suits it. Either way, another start is drawn. */
  @Nullable Episode play(int number) {
    long time = next;
    Scenario scenario = deck.deal((end - time) / 60_000);
    int card = cast(scenario, time);
    Episode episode = null;
    if (card >= 0) {
      episode = new Episode(scenario, number, card, time, dice, people, merchants, acts);
      Scripts.play(episode);
      people.engage(episode.account, episode.now());
      for (EventDraft event : episode.events()) {
        planned += !fraud || event.fraud ? 1 : 0;
      }
    }
    drawNext();
    return episode;
  }

  /** The starts are in order as if all of them had been drawn at once and sorted. */
  private void drawNext() {
    long missing = target - planned;
    // Near the end of the period the starts come ever closer; where nobody suits, that must stop.
    if (missing <= TOLERANCE || elapsed > LAST_START) {
      next = NEVER;
      return;
    }
    double episodes = StrictMath.max(1, missing / USUAL_LENGTH);
    elapsed += (1 - elapsed) * dice.leastOf(episodes);
    next = start + (long) (elapsed * (end - start - TAIL));
  }

  private int cast(Scenario scenario, long time) {
    for (int i = 0; i < TRIES_FOR_CAST; i++) {
      int card = dice.below(people.cards());
      int account = people.accountOf(card);
      if (people.flying(account, time) || !Scripts.suits(scenario, people, account, time)) {
        continue;
      }
      // In a small world everybody may be in an episode; then one gets a second.
      if (i >= CHOOSY_TRIES || willing(card, account, time)) {
        return card;
      }
    }
    return -1;
  }

  private boolean willing(int card, int account, long time) {
    return !people.engaged(account, time)
        && !people.suspended(card, time)
        && (fraud || dice.unit() < people.appetite(account, time));
  }
}
