package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.PatternTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a pattern takes an event at least, and that something bounds the time between any two
 * events of a match: {@code within}, or else a bound on every arrow, and no loop and no {@code &},
 * whose arrows cannot have one.
 */
final class PatternBounds {
  /** Two events of a match with any time between them. */
  private record Unbounded(Place place, String message) {}

  private final Diagnostics diagnostics;

  PatternBounds(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Whether the time of a match is bounded; otherwise it is reported. */
  boolean check(Clause.PatternClause clause, PatternShape shape) {
    PatternTree pattern = clause.pattern();
    if (shape.nullable()) {
      reportEmpty(pattern);
    }
    Unbounded unbounded = clause.within() == null ? unbounded(pattern) : null;
    if (unbounded != null) {
      reportUnbounded(pattern, unbounded);
      return false;
    }
    if (clause.within() != null && !shape.several() && !shape.nullable() && !waits(pattern)) {
      diagnostics.report(
          Code.SAYS_NOTHING,
          clause.within().place(),
          "`within` says nothing about a pattern of one event");
    }
    return true;
  }

  private void reportEmpty(PatternTree pattern) {
    PatternTree nots = nots(pattern);
    if (nots != null) {
      diagnostics.report(
          Code.EMPTY_MATCH,
          nots.place(),
          "`not` takes no event, so there is none that the alert could speak of",
          "write which event it stands beside, as in `a -> [10m] not n`");
    } else {
      diagnostics.report(
          Code.EMPTY_MATCH,
          pattern.place(),
          "this pattern matches without taking an event",
          "let one part at least be neither `?` nor `*`");
    }
  }

  /** The first branch that has nothing but {@code not}s, or null. */
  private static @Nullable PatternTree nots(PatternTree pattern) {
    return switch (pattern) {
      case PatternTree.Absence not -> not;
      case PatternTree.Sequence sequence ->
          SequenceParts.of(sequence).takeNothing() ? sequence : null;
      case PatternTree.Alternation either -> {
        for (PatternTree branch : either.branches()) {
          PatternTree found = nots(branch);
          if (found != null) {
            yield found;
          }
        }
        yield null;
      }
      default -> null;
    };
  }

  /**
   * Whether a {@code not} at the end needs {@code within}, or one at the start has been given it
   * instead of a bound of its own, which is reported.
   */
  private static boolean waits(PatternTree pattern) {
    return switch (pattern) {
      case PatternTree.Alternation either ->
          either.branches().stream().anyMatch(PatternBounds::waits);
      case PatternTree.Sequence sequence -> {
        SequenceParts parts = SequenceParts.of(sequence);
        boolean found = false;
        for (int i = 0; i < sequence.links().size(); i++) {
          found |= !parts.isInside(i) && sequence.links().get(i).gap() == null;
        }
        yield found;
      }
      default -> false;
    };
  }

  private void reportUnbounded(PatternTree pattern, Unbounded unbounded) {
    if (hasGap(pattern)) {
      diagnostics.report(
          Code.UNBOUNDED,
          unbounded.place(),
          unbounded.message() + ", so the state of the pattern would grow forever",
          "add `within 10m` behind the pattern");
    } else {
      diagnostics.report(
          Code.UNBOUNDED,
          pattern.place(),
          "nothing bounds the time of this pattern, so its state would grow forever",
          "add `within 10m`, or whatever time a match may take");
    }
  }

  /** The first two events that nothing bounds, or null if there are none. */
  private static @Nullable Unbounded unbounded(PatternTree pattern) {
    return switch (pattern) {
      case PatternTree.Variable v -> null;
      case PatternTree.Absence a -> null;
      case PatternTree.Sequence sequence -> between(sequence);
      case PatternTree.Alternation either -> first(either.branches());
      case PatternTree.Conjunction both ->
          new Unbounded(both.place(), "nothing bounds the time between the parts of this `&`");
      case PatternTree.Repetition loop ->
          loop.quantifier() != null
                  && (loop.quantifier().max() == null || loop.quantifier().max() > 1)
              ? new Unbounded(
                  loop.quantifier().place(), "nothing bounds the time between the repetitions")
              : unbounded(loop.body());
    };
  }

  private static @Nullable Unbounded between(PatternTree.Sequence sequence) {
    SequenceParts parts = SequenceParts.of(sequence);
    for (int i = 0; i < sequence.links().size(); i++) {
      PatternTree.Link link = sequence.links().get(i);
      boolean leadsToEvent = !(sequence.parts().get(i + 1) instanceof PatternTree.Absence);
      if (parts.isInside(i) && leadsToEvent && link.gap() == null) {
        return new Unbounded(link.place(), "nothing bounds the time at this arrow");
      }
    }
    return first(sequence.parts());
  }

  private static @Nullable Unbounded first(List<PatternTree> patterns) {
    for (PatternTree pattern : patterns) {
      Unbounded found = unbounded(pattern);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static boolean hasGap(PatternTree pattern) {
    return switch (pattern) {
      case PatternTree.Variable v -> false;
      case PatternTree.Absence a -> false;
      case PatternTree.Sequence sequence ->
          sequence.links().stream().anyMatch(link -> link.gap() != null)
              || sequence.parts().stream().anyMatch(PatternBounds::hasGap);
      case PatternTree.Alternation either ->
          either.branches().stream().anyMatch(PatternBounds::hasGap);
      case PatternTree.Conjunction both -> both.parts().stream().anyMatch(PatternBounds::hasGap);
      case PatternTree.Repetition loop -> hasGap(loop.body());
    };
  }
}
