package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pattern as written. */
public sealed interface PatternTree {
  Place place();

  /** A variable. */
  record Variable(Name name) implements PatternTree {
    @Override
    public Place place() {
      return name.place();
    }
  }

  /** Parts with a link between any two. */
  record Sequence(List<PatternTree> parts, List<Link> links, Place place) implements PatternTree {
    public Sequence {
      parts = List.copyOf(parts);
      links = List.copyOf(links);
    }
  }

  /**
   * An arrow, and how much time lies between its two sides.
   *
   * @param gap null where there is none
   */
  record Link(Arrow arrow, @Nullable Gap gap, Place place) {}

  /**
   * {@code [5m]}, {@code [1m..5m]}.
   *
   * @param least null where there is none
   */
  record Gap(Clause.@Nullable Duration least, Clause.Duration most, Place place) {}

  /** {@code a | b}. */
  record Alternation(List<PatternTree> branches, Place place) implements PatternTree {
    public Alternation {
      branches = List.copyOf(branches);
    }
  }

  /**
   * A part with a quantifier, modifiers or both.
   *
   * @param quantifier null where there is none
   */
  record Repetition(
      PatternTree body, @Nullable Quantifier quantifier, List<Modifier> modifiers, Place place)
      implements PatternTree {
    public Repetition {
      modifiers = List.copyOf(modifiers);
    }
  }

  /** {@code a & b}. */
  record Conjunction(List<PatternTree> parts, Place place) implements PatternTree {
    public Conjunction {
      parts = List.copyOf(parts);
    }
  }

  /** {@code not n}; the place is the word {@code not}. */
  record Absence(PatternTree body, Place place) implements PatternTree {}

  /**
   * How often.
   *
   * @param max null for no bound
   */
  record Quantifier(long min, @Nullable Long max, Place place) {}

  /**
   * A word after a quantifier.
   *
   * @param until the condition of {@code until}, else null
   */
  record Modifier(Kind kind, @Nullable Expression until, Place place) {
    /** Which word. */
    public enum Kind {
      CONSECUTIVE("consecutive"),
      ANY("any"),
      GREEDY("greedy"),
      RELUCTANT("reluctant"),
      UNTIL("until");

      private final String word;

      Kind(String word) {
        this.word = word;
      }

      /** As it is written. */
      public String word() {
        return word;
      }
    }
  }
}
