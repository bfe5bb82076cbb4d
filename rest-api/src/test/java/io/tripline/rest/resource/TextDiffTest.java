package io.tripline.rest.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextDiffTest {
  private static String lines(int from, int to, String word) {
    return IntStream.range(from, to).mapToObj(i -> word + i + "\n").collect(Collectors.joining());
  }

  @Test
  void hasALittleAroundWhatChanges() {
    String diff =
        TextDiff.unified(lines(0, 9, "l"), lines(0, 9, "l").replace("l4", "new"), "a", "b");
    assertThat(diff)
        .isEqualTo("--- a\n+++ b\n@@ -2,7 +2,7 @@\n l1\n l2\n l3\n-l4\n+new\n l5\n l6\n l7\n");
  }

  @Test
  void ofTheSameIsEmpty() {
    assertThat(TextDiff.unified("x\ny", "x\ny", "a", "b")).isEmpty();
    assertThat(TextDiff.unified("", "", "a", "b")).isEmpty();
  }

  @Test
  void ofLargeTextsIsCoarseAndQuick() {
    String head = lines(0, 10, "h");
    String tail = lines(0, 10, "t");
    String diff =
        TextDiff.unified(
            head + lines(0, 100_000, "x") + tail, head + lines(0, 100_000, "y") + tail, "a", "b");
    assertThat(diff.lines().filter(line -> line.startsWith("-x"))).hasSize(100_000);
    assertThat(diff.lines().filter(line -> line.startsWith("+y"))).hasSize(100_000);
    assertThat(diff).contains("\n h9\n", "\n t0\n").doesNotContain("h6\n", "t3\n");
  }

  @Test
  void repeatedLinesAtBothEndsAreCountedOnce() {
    String before = "same\n".repeat(3_000);
    String after = "same\n".repeat(9_000);
    String diff = TextDiff.unified(before, after, "a", "b");
    assertThat(diff.lines().filter(line -> line.equals("+same"))).hasSize(6_000);
    assertThat(diff.lines().filter(line -> line.startsWith("-same"))).isEmpty();
  }
}
