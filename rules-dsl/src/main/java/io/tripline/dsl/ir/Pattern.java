package io.tripline.dsl.ir;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern over the variables of a rule (language reference, section 5). */
public sealed interface Pattern {

  Place place();

  /** The parts that it is made of, in the order of the text. */
  default List<Pattern> inner() {
    return switch (this) {
      case Single single -> List.of();
      case Absence absence -> List.of();
      case Sequence sequence -> sequence.parts();
      case Conjunction conjunction -> conjunction.parts();
      case Alternation alternation -> alternation.branches();
      case Repetition repetition -> List.of(repetition.body());
    };
  }

  /** The conditions of its {@code until}s. */
  default List<Expr> conditions() {
    List<Expr> all = new ArrayList<>();
    if (this instanceof Repetition repetition) {
      repetition.until().forEach(u -> all.add(u.condition()));
    }
    inner().forEach(p -> all.addAll(p.conditions()));
    return all;
  }

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

  /** Parts in order; {@code links.get(i)} stands between parts i and i + 1. */
  record Sequence(List<Pattern> parts, List<Link> links, Place place) implements Pattern {
    public Sequence {
      parts = List.copyOf(parts);
      links = List.copyOf(links);
      if (parts.size() < 2 || links.size() != parts.size() - 1) {
        throw new IllegalArgumentException("a sequence has an arrow between any two parts");
      }
    }
  }

  /**
   * An arrow and the time between its sides: from the end of what stands before it to the start of
   * what stands behind it. Behind a part that is absent, "before" is the part before that one.
   *
   * @param gap null for any time
   */
  record Link(Arrow arrow, @Nullable Gap gap) {
    /** An arrow without a bound. */
    public static Link of(Arrow arrow) {
      return new Link(arrow, null);
    }

    @Override
    public String toString() {
      return gap == null ? arrow.toString() : arrow + " " + gap;
    }
  }

  /** Bounds of a time in milliseconds, both included; 0 ≤ least ≤ most. */
  record Gap(long leastMillis, long mostMillis) {
    public Gap {
      if (leastMillis < 0 || mostMillis < leastMillis) {
        throw new IllegalArgumentException("gap " + leastMillis + ".." + mostMillis);
      }
    }

    @Override
    public String toString() {
      return leastMillis == 0
          ? "[" + mostMillis + "ms]"
          : "[" + leastMillis + "ms.." + mostMillis + "ms]";
    }
  }

  /** Two parts or more, in any order, with "followed by" between them. */
  record Conjunction(List<Pattern> parts, Place place) implements Pattern {
    public Conjunction {
      parts = List.copyOf(parts);
      if (parts.size() < 2) {
        throw new IllegalArgumentException("a conjunction has two parts or more");
      }
    }
  }

  /**
   * No event that the variable could take lies here. A part of a {@link Sequence} only: between two
   * others, or at its start or end where the sequence is a whole branch of the rule's pattern. At
   * the start, the link behind it has a gap; at the end, the link before it has one, or the rule
   * has a {@code within}.
   */
  record Absence(int variable, Place place) implements Pattern {}

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
