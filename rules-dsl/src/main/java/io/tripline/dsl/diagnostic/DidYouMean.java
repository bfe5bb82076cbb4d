package io.tripline.dsl.diagnostic;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class DidYouMean {
  private static final int LONGEST = 100;

  private DidYouMean() {}

  /** A hint that names the candidate nearest to what was written, or null if none is near. */
  public static @Nullable String hint(String written, Collection<String> candidates) {
    String best = nearest(written, candidates);
    return best == null ? null : "did you mean `" + best + "`?";
  }

  /** The nearest candidate; of two equally near ones the first in the alphabet. */
  public static @Nullable String nearest(String written, Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return null;
    }
    String best = null;
    int bestDistance = Math.max(1, written.length() / 3) + 1;
    for (String candidate : new TreeSet<>(candidates)) {
      if (candidate.equals(written) || candidate.length() > LONGEST) {
        continue;
      }
      int distance = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbors from a to b. */
  static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
