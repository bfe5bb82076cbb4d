package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Pattern.Arrow;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Absence;
import io.tripline.dsl.syntax.PatternTree.Link;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks what {@code not} speaks of, where it stands, and which arrows and bounds are beside it:
 *
 * <ul>
 *   <li>It speaks of one variable.
 *   <li>In the middle of a sequence the arrow before it says how far it looks: {@code ->} to the
 *       next event that is taken, {@code =>} at one event only. The arrow behind it leads from the
 *       part before to the part behind, and is {@code ->} or {@code ~>}.
 *   <li>At the start of a branch of the whole pattern the arrow behind it bounds how far it looks
 *       back; at the end, the arrow before it or {@code within} bounds how long it waits. Those
 *       arrows are {@code ->}.
 * </ul>
 */
final class AbsenceChecker {
  private final boolean within;
  private final Diagnostics diagnostics;

  /**
   * @param within whether the pattern has a {@code within}, or lacks one for other reasons too,
   *     which are reported
   */
  AbsenceChecker(boolean within, Diagnostics diagnostics) {
    this.within = within;
    this.diagnostics = diagnostics;
  }

  /** Checks a whole pattern, or a branch of it. */
  void check(PatternTree pattern) {
    switch (pattern) {
      case PatternTree.Alternation either -> either.branches().forEach(this::check);
      case PatternTree.Sequence sequence -> {
        if (!SequenceParts.of(sequence).takeNothing()) {
          sequence(sequence, true);
        }
      }
      case Absence not -> operand(not); // alone it takes nothing, which PatternBounds reports
      default -> inner(pattern);
    }
  }

  /** Checks what is a part of something. */
  private void inner(PatternTree pattern) {
    switch (pattern) {
      case PatternTree.Variable v -> {}
      case PatternTree.Sequence sequence -> sequence(sequence, false);
      case PatternTree.Alternation either -> either.branches().forEach(this::inner);
      case PatternTree.Repetition(Absence not, var quantifier, var modifiers, var place) ->
          reportRepeated(not);
      case PatternTree.Repetition repetition -> inner(repetition.body());
      case PatternTree.Conjunction both -> both.parts().forEach(this::partOfConjunction);
      case Absence not -> {
        operand(not);
        misplaced(not, "a `not` is a part of a sequence", "write `a -> not b -> c`");
      }
    }
  }

  private void partOfConjunction(PatternTree part) {
    if (part instanceof Absence not) {
      operand(not);
      misplaced(
          not, "a part of `&` takes an event, and `not` takes none", "move the `not` behind it");
    } else {
      inner(part);
    }
  }

  private void misplaced(Absence not, String message, String hint) {
    diagnostics.report(Code.MISPLACED_NOT, not.place(), message, hint);
  }

  // ---- sequences

  private void sequence(PatternTree.Sequence sequence, boolean whole) {
    SequenceParts where = SequenceParts.of(sequence);
    List<PatternTree> parts = sequence.parts();
    if (where.takeNothing()) {
      misplaced(
          (Absence) parts.getFirst(),
          "a group takes an event, and here is none",
          "move the `not`s out of the group");
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Absence not)) {
        inner(parts.get(i));
        continue;
      }
      operand(not);
      boolean atStart = i < where.first();
      boolean atEnd = i > where.last();
      if (!whole && (atStart || atEnd)) {
        misplaced(
            not, "in a group a `not` stands between two parts", "move the `not` out of the group");
      } else if (atStart) {
        atStart(not, sequence.links().get(i));
      } else if (atEnd) {
        atEnd(not, sequence.links().get(i - 1));
      } else {
        before(sequence.links().get(i - 1));
        if (!(parts.get(i + 1) instanceof Absence)) {
          behind(sequence.links().get(i));
        }
      }
    }
  }

  private void before(Link link) {
    if (link.arrow() == Arrow.FOLLOWED_BY_ANY) {
      reportArrow(
          link,
          "`~>` says nothing before `not`",
          "`-> not` looks at all events up to the next part, `=> not` at the very next event");
    } else if (link.gap() != null) {
      diagnostics.report(
          Code.BAD_GAP,
          link.gap().place(),
          "a `not` between two parts lasts until the one behind it",
          "put the bound on the arrow before the event that comes");
    }
  }

  private void behind(Link link) {
    if (link.arrow() == Arrow.NEXT) {
      reportArrow(
          link,
          "the next event leaves nothing between for `not` to look at",
          "write `->`, or leave the `not` out");
    }
  }

  private void atStart(Absence not, Link link) {
    if (link.arrow() != Arrow.FOLLOWED_BY) {
      reportArrow(link, "a `not` at the start looks back over a time", "write `->`");
    } else if (link.gap() == null) {
      diagnostics.report(
          Code.UNTIMED_NOT,
          not.place(),
          "how far this `not` looks back is not said",
          "bound the arrow behind it, as in `not n -> [10m] a`; `within` begins at the first"
              + " event");
    } else {
      oneBound(link.gap());
    }
  }

  private void atEnd(Absence not, Link link) {
    if (link.arrow() != Arrow.FOLLOWED_BY) {
      reportArrow(link, "a `not` at the end waits until its time is over", "write `->`");
    } else if (link.gap() != null) {
      oneBound(link.gap());
    } else if (!within) {
      diagnostics.report(
          Code.UNTIMED_NOT,
          not.place(),
          "how long this `not` waits is not said",
          "bound the arrow before it, as in `a -> [10m] not n`, or add `within 10m`");
    }
  }

  private void oneBound(PatternTree.Gap gap) {
    if (gap.least() != null) {
      diagnostics.report(
          Code.BAD_GAP,
          gap.place(),
          "a `not` at the start or the end begins right beside its event",
          "give the upper bound alone, as in `[10m]`");
    }
  }

  private void reportArrow(Link link, String message, String hint) {
    diagnostics.report(Code.BAD_ARROW, link.place(), message, hint);
  }

  // ---- what it speaks of

  private void operand(Absence not) {
    String hint =
        switch (not.body()) {
          case PatternTree.Variable v -> null;
          case PatternTree.Repetition r -> "one event is enough to break it: write `not n`";
          case PatternTree.Alternation a -> "write two, as in `not b -> not c`";
          case PatternTree.Conjunction c -> "only single events can be missed here";
          case PatternTree.Sequence s -> "only single events can be missed here";
          case Absence a -> "write one `not`, or none";
        };
    if (hint != null) {
      reportOperand(not.body().place(), hint);
    }
  }

  private void reportRepeated(Absence not) {
    reportOperand(not.place(), "it lasts as long as the arrows beside it say: write `not n`");
  }

  private void reportOperand(Place place, @Nullable String hint) {
    diagnostics.report(Code.BAD_NOT, place, "`not` speaks of one variable", hint);
  }
}
