package io.tripline.ingest.json;

/** What strings of JSON cannot hold as it is. */
public final class JsonStrings {
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;

  private JsonStrings() {}

  /**
   * Marks, of eight bytes, those that are a quote, a backslash or a control character by their
   * highest bits; of the marks the lowest is right for sure (Warren, Hacker's Delight, section
   * 6-1).
   */
  public static long special(long word) {
    long quote = word ^ QUOTES;
    long backslash = word ^ BACKSLASHES;
    return ((quote - ONES) & ~quote | (backslash - ONES) & ~backslash | (word - SPACES) & ~word)
        & HIGH_BITS;
  }
}
