package io.tripline.engine.mode;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Of which keys what a rule finds is told: its alerts go to webhooks, it decides, and makes events.
 * Of all others its alerts are stored, and marked as in shadow, and nothing else comes of them.
 *
 * @param share the keys of which it is told, in hundredths of a per cent: 0 in shadow, {@link #ALL}
 *     live, between them a sample
 */
public record RuleMode(int share) {
  /** The share of a rule that is live. */
  public static final int ALL = 10_000;

  /** The usual mode: all that it finds is told. */
  public static final RuleMode LIVE = new RuleMode(ALL);

  /** Nothing that it finds is told. */
  public static final RuleMode SHADOW = new RuleMode(0);

  private static final Pattern SAMPLE =
      Pattern.compile("sample +(\\d{1,2}(?:\\.\\d{1,2})?) ?%?", Pattern.CASE_INSENSITIVE);

  /**
   * @throws IllegalArgumentException if the share is not from 0 to {@link #ALL}
   */
  public RuleMode {
    if (share < 0 || share > ALL) {
      throw new IllegalArgumentException("a share of " + share);
    }
  }

  /**
   * The mode that is written so: {@code live}, {@code shadow}, or {@code sample 10%} with more than
   * 0 and less than 100 per cent, in two decimals at most; empty if there is none.
   */
  public static Optional<RuleMode> parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals("live")) {
      return Optional.of(LIVE);
    }
    if (word.equals("shadow")) {
      return Optional.of(SHADOW);
    }
    Matcher sample = SAMPLE.matcher(word);
    if (!sample.matches()) {
      return Optional.empty();
    }
    int share = new BigDecimal(sample.group(1)).movePointRight(2).intValueExact();
    return share == 0 ? Optional.empty() : Optional.of(new RuleMode(share));
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return switch (share) {
      case ALL -> "live";
      case 0 -> "shadow";
      default ->
          "sample " + BigDecimal.valueOf(share, 2).stripTrailingZeros().toPlainString() + "%";
    };
  }

  /**
   * Whether what the rule finds of a key is told. The same for the same bytes, whatever the rule,
   * so that rules with the same key are told of the same ones; a larger sample holds a smaller one.
   *
   * @param key as {@link io.tripline.engine.event.KeyLayout} writes it
   */
  public boolean tells(byte[] key) {
    return share == ALL || share > 0 && place(key) < share;
  }

  /** Where a key stands among all: the first eight bytes of its SHA-256, modulo {@link #ALL}. */
  private static int place(byte[] key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Objects.requireNonNull(key));
      long first = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        first = first << 8 | hash[i] & 0xFF;
      }
      return (int) Long.remainderUnsigned(first, ALL);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
