package io.tripline.dsl.check;

import io.tripline.dsl.syntax.PatternTree;
import io.tripline.dsl.syntax.PatternTree.Quantifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many events the words of a pattern have, in all and for each variable.
 *
 * @param nullable whether the empty word is one of them
 * @param several whether some word has two events or more
 * @param least for each variable the least number in any word, up to 1
 * @param leastTaken the same over the words that are not empty
 * @param most for each variable the greatest number in any word, up to 2
 */
record PatternShape(boolean nullable, boolean several, int[] least, int[] leastTaken, int[] most) {

  /** The shape of a pattern. */
  static PatternShape of(PatternTree pattern, VariableOrder variables) {
    return switch (pattern) {
      case PatternTree.Variable(var name) -> single(variables.size(), variables.of(name));
      case PatternTree.Sequence sequence -> sequence(all(sequence.parts(), variables));
      case PatternTree.Conjunction both -> sequence(all(both.parts(), variables));
      case PatternTree.Absence absence ->
          absence.body() instanceof PatternTree.Variable
              ? nothing(variables.size())
              : of(absence.body(), variables);
      case PatternTree.Alternation either -> alternation(all(either.branches(), variables));
      case PatternTree.Repetition repetition ->
          of(repetition.body(), variables).repeated(repetition.quantifier());
    };
  }

  private static List<PatternShape> all(List<PatternTree> patterns, VariableOrder variables) {
    return patterns.stream().map(p -> of(p, variables)).toList();
  }

  private static PatternShape single(int variables, int index) {
    int[] one = new int[variables];
    one[index] = 1;
    return new PatternShape(false, false, one, one, one);
  }

  /** The empty word alone. */
  private static PatternShape nothing(int variables) {
    int[] none = new int[variables];
    return new PatternShape(true, false, none, none, none);
  }

  /** A word of each. Where all can be empty, a word that is not takes one of them at least. */
  private static PatternShape sequence(List<PatternShape> parts) {
    int variables = parts.getFirst().least.length;
    boolean nullable = parts.stream().allMatch(PatternShape::nullable);
    int[] least = new int[variables];
    int[] most = new int[variables];
    int[] leastTaken = new int[variables];
    Arrays.fill(leastTaken, nullable ? 1 : 0);
    for (PatternShape part : parts) {
      for (int v = 0; v < variables; v++) {
        least[v] = Math.max(least[v], part.least[v]);
        most[v] = Math.min(2, most[v] + part.most[v]);
        leastTaken[v] = nullable ? Math.min(leastTaken[v], part.leastTaken[v]) : least[v];
      }
    }
    boolean several =
        parts.stream().anyMatch(PatternShape::several)
            || parts.stream().filter(PatternShape::takesEvents).count() > 1;
    return new PatternShape(nullable, several, least, leastTaken, most);
  }

  private static PatternShape alternation(List<PatternShape> branches) {
    int variables = branches.getFirst().least.length;
    int[] least = new int[variables];
    int[] leastTaken = new int[variables];
    int[] most = new int[variables];
    for (int v = 0; v < variables; v++) {
      int index = v;
      least[v] = branches.stream().mapToInt(b -> b.least[index]).min().orElse(0);
      leastTaken[v] = branches.stream().mapToInt(b -> b.leastTaken[index]).min().orElse(0);
      most[v] = branches.stream().mapToInt(b -> b.most[index]).max().orElse(0);
    }
    return new PatternShape(
        branches.stream().anyMatch(PatternShape::nullable),
        branches.stream().anyMatch(PatternShape::several),
        least,
        leastTaken,
        most);
  }

  /** Each repetition takes an event at least. */
  private PatternShape repeated(@Nullable Quantifier quantifier) {
    if (quantifier == null) {
      return this;
    }
    boolean maySkip = quantifier.min() == 0;
    boolean mayRepeat = quantifier.max() == null || quantifier.max() > 1;
    int[] more = Arrays.stream(most).map(n -> mayRepeat ? Math.min(2, 2 * n) : n).toArray();
    return new PatternShape(
        maySkip,
        several || mayRepeat,
        maySkip ? new int[least.length] : leastTaken,
        leastTaken,
        more);
  }

  private boolean takesEvents() {
    return Arrays.stream(most).anyMatch(n -> n > 0);
  }

  boolean repeats(int variable) {
    return most[variable] > 1;
  }

  /** Whether any word has the variable. */
  boolean takes(int variable) {
    return most[variable] > 0;
  }

  boolean mayMiss(int variable) {
    return least[variable] == 0;
  }
}
