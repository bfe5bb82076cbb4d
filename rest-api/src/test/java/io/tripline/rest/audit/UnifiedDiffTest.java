package io.tripline.rest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class UnifiedDiffTest {
  @Test
  void oneLineAmongMany() {
    assertThat(UnifiedDiff.of("a\nb\nc\nd\ne\nf\ng\nh\n", "a\nb\nc\nd\nE\nf\ng\nh\n"))
        .isEqualTo("@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n");
    assertThat(UnifiedDiff.of("a\n", "a\n")).isEmpty();
    assertThat(UnifiedDiff.of("", "a\nb")).isEqualTo("@@ -0,0 +1,2 @@\n+a\n+b\n");
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
      assertThat(patched(before, UnifiedDiff.of(before, after)))
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
