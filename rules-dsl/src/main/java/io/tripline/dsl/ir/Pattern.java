package io.tripline.dsl.ir;

import java.util.List;

/** A pattern over the variables of a rule (language reference, section 5). */
public sealed interface Pattern {

  Place place();

  /** How an event follows the one before it. */
  enum Arrow {
    /** {@code =>}: the very next event of the input. */
    NEXT("=>"),
    /** {@code ->}: the first later event that could be taken there. */
    FOLLOWED_BY("->"),
    /** {@code ~>}: any later event. */
    FOLLOWED_BY_ANY("~>");

    private final String sign;

    Arrow(String sign) {
      this.sign = sign;
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  /** Whether a repetition prefers to go on. */
  enum Greed {
    /** Both going on and leaving are candidates. */
    NONE,
    /** While the repetition can take an event, nothing after it takes it. */
    GREEDY,
    /** As soon as what follows can take an event, the repetition stops. */
    RELUCTANT
  }

  /** One event, bound to a variable. {@code variable} is an index of {@link Rule#variables}. */
  record Single(int variable, Place place) implements Pattern {}

  /** Parts in order; {@code arrows.get(i)} stands between parts i and i + 1. */
  record Sequence(List<Pattern> parts, List<Arrow> arrows, Place place) implements Pattern {
    public Sequence {
      parts = List.copyOf(parts);
      arrows = List.copyOf(arrows);
      if (parts.size() < 2 || arrows.size() != parts.size() - 1) {
        throw new IllegalArgumentException("a sequence has an arrow between any two parts");
      }
    }
  }

  /** Either one; the left is preferred only by the order of {@code after match}. */
  record Alternation(List<Pattern> branches, Place place) implements Pattern {
    public Alternation {
      branches = List.copyOf(branches);
      if (branches.size() < 2) {
        throw new IllegalArgumentException("an alternation has two branches or more");
      }
    }
  }

  /**
   * {@code min} to {@code max} repetitions, each of at least one event. {@code x?} is 0 to 1.
   *
   * @param max {@link #UNBOUNDED} for no bound
   * @param join the arrow between two repetitions
   * @param until conditions that end the repetition, one for each event type of its variables;
   *     empty where there is no {@code until}
   */
  record Repetition(
      Pattern body, int min, int max, Arrow join, Greed greed, List<Until> until, Place place)
      implements Pattern {
    /** In place of {@link #max}: as often as one likes. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    public Repetition {
      until = List.copyOf(until);
      if (min < 0 || max < 1 || max < min) {
        throw new IllegalArgumentException("repetition {" + min + "," + max + "}");
      }
    }
  }

  /** {@code until c}, for events of one type. Bare names of c are fields of that type. */
  record Until(EventType type, Expr condition) {}
}
