package io.tripline.rest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
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

  @Test
  void namesCanBeLeftOut() {
    assertThat(TextDiff.hunks("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n"))
        .isEqualTo("@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
    assertThat(TextDiff.hunks("a\n", "a\n")).isEmpty();
    assertThat(TextDiff.hunks("", "a\nb")).endsWith(" @@\n+a\n+b\n");
  }

  /** Applied to one text, the difference makes the other. */
  @Test
  void differencesLeadFromOneTextToTheOther() {
    long seed = System.nanoTime();
    System.out.println("seed = " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 30; i++) {
      String before = text(random);
      String after = text(random);
      assertThat(patched(before, TextDiff.hunks(before, after)))
          .as("seed %d, text %d", seed, i)
          .isEqualTo(after);
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("begin\n");
    for (int i = random.nextInt(40); i > 0; i--) {
      text.append((char) ('a' + random.nextInt(4))).append('\n');
    }
    return text.append("end\n").toString();
  }

  private static String patched(String before, String diff) {
    String[] lines = before.split("\n", -1);
    StringBuilder text = new StringBuilder();
    int at = 0;
    for (String line : diff.isEmpty() ? new String[0] : diff.split("\n")) {
      if (line.startsWith("@@")) {
        int first = Integer.parseInt(line.substring(4, line.indexOf(',')));
        for (; at < first - 1; at++) {
          text.append(lines[at]).append('\n');
        }
      } else if (line.startsWith("+")) {
        text.append(line.substring(1)).append('\n');
      } else {
        assertThat(lines[at]).isEqualTo(line.substring(1));
        if (line.startsWith(" ")) {
          text.append(lines[at]).append('\n');
        }
        at++;
      }
    }
    for (; at < lines.length; at++) {
      text.append(lines[at]).append('\n');
    }
    return text.substring(0, text.length() - 1);
  }
}
