package io.tripline.dsl.random;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;

/** Arbitraries of random files. */
public final class RandomTexts {
  private RandomTexts() {}

  /** Files that can be parsed, as sets of tokens. */
  public static Arbitrary<List<Piece>> tokens() {
    return numbers(400).map(numbers -> RandomRules.file(new Choices(numbers)));
  }

  /** Files that can be parsed. */
  public static Arbitrary<Scribble> texts(Scribble.Style style) {
    return Combinators.combine(tokens(), numbers(1000))
        .as((tokens, numbers) -> Scribble.of(tokens, style, new Choices(numbers)));
  }

  private static Arbitrary<List<Integer>> numbers(int most) {
    return Arbitraries.integers()
        .between(0, 999_999)
        .withDistribution(RandomDistribution.uniform())
        .withoutEdgeCases()
        .list()
        .ofMaxSize(most)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
