package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Modifier;
import io.tripline.dsl.syntax.PatternTree.Quantifier;

/** Warns of what has no effect because it stands at the end of a pattern. */
final class PatternEnds {
  private final boolean skipNone;
  private final Diagnostics diagnostics;

  PatternEnds(boolean skipNone, Diagnostics diagnostics) {
    this.skipNone = skipNone;
    this.diagnostics = diagnostics;
  }

  void check(PatternTree pattern) {
    switch (pattern) {
      case PatternTree.Variable v -> {}
      case PatternTree.Sequence sequence -> sequence(sequence);
      case PatternTree.Alternation either -> either.branches().forEach(this::check);
      case PatternTree.Repetition repetition -> repetition(repetition);
      case PatternTree.Conjunction both -> {} // each part may come first
      case PatternTree.Absence absence -> {}
    }
  }

  private void sequence(PatternTree.Sequence sequence) {
    int last = SequenceParts.of(sequence).last();
    if (last == sequence.parts().size() - 1) {
      check(sequence.parts().get(last));
    } else if (last >= 0) {
      // The match is complete when the time of the `not` is over: until then all can take events.
      warnOfGreed(sequence.parts().get(last));
    }
  }

  private void repetition(PatternTree.Repetition repetition) {
    Quantifier quantifier = repetition.quantifier();
    if (quantifier == null) {
      return;
    }
    boolean open = quantifier.max() == null || quantifier.max() > quantifier.min();
    if (open && !skipNone) {
      String enough =
          quantifier.min() == 0
              ? "the match is complete without it"
              : quantifier.min() == 1
                  ? "the match is complete at the first one"
                  : "the match is complete at number " + quantifier.min();
      diagnostics.report(
          Code.ADDS_NOTHING,
          quantifier.place(),
          "at the end of a pattern this adds nothing: " + enough,
          "write "
              + (quantifier.min() == 0
                  ? "the pattern without it"
                  : quantifier.min() == 1
                      ? "it without the repetition"
                      : "`{" + quantifier.min() + "}`")
              + ", or choose `after match skip none`");
      return;
    }
    warnOfGreed(repetition);
    check(repetition.body());
  }

  private void warnOfGreed(PatternTree pattern) {
    if (!(pattern instanceof PatternTree.Repetition repetition)) {
      return;
    }
    for (Modifier modifier : repetition.modifiers()) {
      if (modifier.kind() == Modifier.Kind.GREEDY || modifier.kind() == Modifier.Kind.RELUCTANT) {
        diagnostics.report(
            Code.SAYS_NOTHING,
            modifier.place(),
            "`" + modifier.kind().word() + "` says nothing at the end of a pattern");
      }
    }
  }
}
