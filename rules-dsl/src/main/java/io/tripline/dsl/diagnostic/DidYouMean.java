package io.tripline.dsl.diagnostic;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class DidYouMean {
  private static final int LONGEST = 100;

  /** So many candidates are compared; then the nearest one so far is it. */
  private static final int MOST_COMPARED = 500;

  private static final int SHORTEST_PART = 3;

  /** So many candidates are looked through for words; there are some 600 time zones. */
  private static final int MOST_LOOKED_THROUGH = 1_000;

  private DidYouMean() {}

  /** A hint that names the candidate nearest to what was written, or null if none is near. */
  public static @Nullable String hint(String written, Collection<String> candidates) {
    String best = nearest(written, candidates);
    return best == null ? null : "did you mean `" + best + "`?";
  }

  /**
   * The nearest candidate; of equally near ones the one that begins alike the longest, and of those
   * the first in the alphabet. What it costs is bounded, since a file can have many names that are
   * wrong, and many that are right.
   */
  public static @Nullable String nearest(String written, Collection<String> candidates) {
    if (written.length() > LONGEST) {
      return null;
    }
    String small = written.toLowerCase(Locale.ROOT);
    int[][] rows = new int[3][2 * LONGEST + 1]; // a few letters are longer when they are small
    String best = null;
    int most = Math.max(1, written.length() / 3);
    int compared = 0;
    for (String candidate : candidates) {
      if (candidate.length() > LONGEST
          || Math.abs(candidate.length() - written.length()) > most
          || candidate.equals(written)) {
        continue;
      }
      String smallCandidate = candidate.toLowerCase(Locale.ROOT);
      if (smallCandidate.length() > 2 * LONGEST) {
        continue;
      }
      if (++compared > MOST_COMPARED) {
        break;
      }
      int distance = distance(small, smallCandidate, most, rows);
      if (distance < most || distance == most && isBetter(candidate, best, written)) {
        best = candidate;
        most = distance;
      }
    }
    return best == null ? byWords(small, candidates) : best;
  }

  /**
   * The one candidate that what was written is a part of, in whole words, or that is a part of it:
   * {@code Berlin} of {@code Europe/Berlin}, {@code merchant} of {@code merchant_id}.
   */
  private static @Nullable String byWords(String small, Collection<String> candidates) {
    if (small.length() < SHORTEST_PART) {
      return null;
    }
    String found = null;
    int lookedThrough = 0;
    for (String candidate : candidates) {
      if (candidate.length() < SHORTEST_PART || candidate.length() > LONGEST) {
        continue;
      }
      if (++lookedThrough > MOST_LOOKED_THROUGH) {
        return null; // nobody knows whether it is the only one
      }
      String smallCandidate = candidate.toLowerCase(Locale.ROOT);
      if (!smallCandidate.equals(small)
          && (hasWords(smallCandidate, small) || hasWords(small, smallCandidate))) {
        if (found != null) {
          return null;
        }
        found = candidate;
      }
    }
    return found;
  }

  private static boolean hasWords(String text, String part) {
    int at = text.indexOf(part);
    int end = at + part.length();
    return at >= 0
        && (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
        && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
  }

  private static boolean isBetter(String candidate, @Nullable String best, String written) {
    if (best == null) {
      return true;
    }
    int more = sharedStart(candidate, written) - sharedStart(best, written);
    return more > 0 || more == 0 && candidate.compareTo(best) < 0;
  }

  private static int sharedStart(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  /** Insertions, deletions, replacements and swaps of neighbors from a to b. */
  static int distance(String a, String b) {
    int most = Math.max(a.length(), b.length());
    return distance(a, b, most, new int[3][b.length() + 1]);
  }

  /**
   * The distance, or more than {@code most} if it is more.
   *
   * @param rows three rows to work in, each longer than b
   */
  private static int distance(String a, String b, int most, int[][] rows) {
    int[] beforeLast = rows[0];
    int[] last = rows[1];
    int[] row = rows[2];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    int leastOfLast = 0;
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
        least = Math.min(least, row[j]);
      }
      if (Math.min(least, leastOfLast) > most) {
        return most + 1; // a swap can look back by two rows, no step further
      }
      leastOfLast = least;
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }
}
