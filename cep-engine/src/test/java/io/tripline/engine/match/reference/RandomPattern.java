package io.tripline.engine.match.reference;

import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Pattern.Gap;
import io.tripline.dsl.ir.Pattern.Greed;
import io.tripline.dsl.ir.Pattern.Link;
import io.tripline.dsl.ir.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes patterns of all shapes that the checker lets through: where a {@code not} may stand and
 * which arrows and bounds it may have beside it (ADR 0084), parts of {@code &} that take an event.
 * Conditions of {@code until} are left out.
 */
final class RandomPattern {
  private static final int LARGEST = 8;

  private final SplittableRandom random;
  private final int variables;
  private final boolean plain;
  private final boolean bounded;

  /** What a pattern has more of, and what less: each has a bent of its own. */
  private final int[] weights;

  private final int gaps;
  private final int notsBetween;
  private final int notsAtEnds;
  private int column;
  private int singles;

  /**
   * @param plain without gaps, {@code not} and {@code &}
   * @param bounded with a bound on each arrow, so that no {@code within} is needed
   */
  RandomPattern(SplittableRandom random, int variables, boolean plain, boolean bounded) {
    this.random = random;
    this.variables = variables;
    this.plain = plain;
    this.bounded = bounded;
    int both = plain || bounded ? 0 : often(2);
    this.weights = new int[] {often(2), often(4), often(1), both, often(3)};
    this.gaps = plain ? 0 : bounded ? 100 : often(15);
    this.notsBetween = plain ? 0 : often(12);
    this.notsAtEnds = plain ? 0 : often(15);
  }

  /** A chance or weight, or four times as much. */
  private int often(int usual) {
    return chance(25) ? 4 * usual : usual;
  }

  /** A whole pattern. */
  Pattern next() {
    int depth = chance(15) ? 4 : 3;
    Pattern pattern = branch(depth);
    while (Words.isEmptyable(pattern) || size(pattern) > LARGEST) {
      singles = 0;
      pattern = branch(depth);
    }
    return pattern;
  }

  /** How much there is to enumerate: events, one for each loop, and some for {@code &}. */
  static int size(Pattern pattern) {
    int inside = pattern.inner().stream().mapToInt(RandomPattern::size).sum();
    return switch (pattern) {
      case Pattern.Single s -> 1;
      case Pattern.Absence a -> 0;
      case Pattern.Sequence s -> inside;
      case Pattern.Alternation a -> inside;
      case Pattern.Repetition r -> 1 + inside;
      case Pattern.Conjunction c -> c.parts().size() - 2 + inside;
    };
  }

  private Place place() {
    return new Place("random.trip", 1, ++column, 1);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private int variable() {
    // mostly each variable once, in order; sometimes one again
    int variable = chance(85) ? singles % variables : random.nextInt(variables);
    singles++;
    return variable;
  }

  /** A branch of the whole pattern: only here can a {@code not} stand at a start or an end. */
  private Pattern branch(int depth) {
    if (!plain && depth > 0 && chance(12)) {
      return new Pattern.Alternation(List.of(branch(depth - 1), branch(depth - 1)), place());
    }
    List<Pattern> parts = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    int before = nots();
    for (int i = 0; i < before; i++) {
      parts.add(new Pattern.Absence(variable(), place()));
      links.add(new Link(Arrow.FOLLOWED_BY, new Gap(0, 1 + random.nextInt(6))));
    }
    Pattern middle = part(depth);
    if (middle instanceof Pattern.Sequence sequence) {
      parts.addAll(sequence.parts());
      links.addAll(sequence.links());
    } else {
      parts.add(middle);
    }
    int behind = nots();
    for (int i = 0; i < behind; i++) {
      boolean timed = bounded || chance(60);
      links.add(new Link(Arrow.FOLLOWED_BY, timed ? new Gap(0, 1 + random.nextInt(6)) : null));
      parts.add(new Pattern.Absence(variable(), place()));
    }
    return parts.size() == 1 ? middle : new Pattern.Sequence(parts, links, place());
  }

  private int nots() {
    return !chance(notsAtEnds) ? 0 : chance(70) ? 1 : 2;
  }

  /** Something that has no {@code not} at its ends. */
  private Pattern part(int depth) {
    int left = depth == 0 ? 0 : random.nextInt(Arrays.stream(weights).sum());
    int kind = 0;
    while (left >= weights[kind]) {
      left -= weights[kind++];
    }
    return switch (kind) {
      case 0 -> new Pattern.Single(variable(), place());
      case 1 -> sequence(depth);
      case 2 -> new Pattern.Alternation(List.of(part(depth - 1), part(depth - 1)), place());
      case 3 -> conjunction(depth);
      default -> repetition(depth);
    };
  }

  private Pattern sequence(int depth) {
    List<Pattern> parts = new ArrayList<>(List.of(part(depth - 1)));
    List<Link> links = new ArrayList<>();
    int count = 2 + random.nextInt(2);
    for (int i = 1; i < count; i++) {
      boolean not = chance(notsBetween);
      for (int n = not ? chance(70) ? 1 : 2 : 0; n > 0; n--) {
        links.add(Link.of(chance(65) ? Arrow.FOLLOWED_BY : Arrow.NEXT));
        parts.add(new Pattern.Absence(variable(), place()));
      }
      Arrow arrow = arrow();
      boolean nothingBetween = not && arrow == Arrow.NEXT;
      links.add(new Link(nothingBetween ? Arrow.FOLLOWED_BY : arrow, gap()));
      parts.add(part(depth - 1));
    }
    return new Pattern.Sequence(parts, links, place());
  }

  private Pattern conjunction(int depth) {
    List<Pattern> parts = new ArrayList<>();
    int count = chance(60) ? 2 : 3;
    while (parts.size() < count) {
      Pattern part = part(chance(50) ? 0 : depth - 1);
      if (!Words.isEmptyable(part)) {
        parts.add(part);
      }
    }
    return new Pattern.Conjunction(parts, place());
  }

  private Pattern repetition(int depth) {
    int min = random.nextInt(3);
    int max = chance(50) ? Pattern.Repetition.UNBOUNDED : Math.max(1, min + random.nextInt(4));
    if (bounded) {
      min = random.nextInt(2);
      max = 1;
    }
    Greed greed = chance(50) ? Greed.NONE : chance(50) ? Greed.GREEDY : Greed.RELUCTANT;
    Pattern body = part(chance(60) ? 0 : depth - 1);
    return new Pattern.Repetition(body, min, max, arrow(), greed, List.of(), place());
  }

  private Arrow arrow() {
    int kind = random.nextInt(10);
    return kind < 5 ? Arrow.FOLLOWED_BY : kind < 7 ? Arrow.NEXT : Arrow.FOLLOWED_BY_ANY;
  }

  private @Nullable Gap gap() {
    if (!chance(gaps)) {
      return null;
    }
    int least = chance(60) ? 0 : 1 + random.nextInt(3);
    return new Gap(least, Math.max(1, least + random.nextInt(5)));
  }
}
