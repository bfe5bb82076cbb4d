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

  /** Parts with an arrow between any two. */
  record Sequence(List<PatternTree> parts, List<Arrow> arrows, Place place) implements PatternTree {
    public Sequence {
      parts = List.copyOf(parts);
      arrows = List.copyOf(arrows);
    }
  }

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

  /** Parts in a form that cannot be used yet; reported. */
  record Planned(List<PatternTree> parts, Place place) implements PatternTree {
    public Planned {
      parts = List.copyOf(parts);
    }
  }

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
