package io.tripline.rest.security;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of an API key: {@code trip_}, its id, {@code _}, 256 random bits, and a checksum of all
 * that. The beginning lets scanners find keys that were published by mistake; the checksum tells a
 * key that was cut or mistyped from one that is not known, and is no secret.
 *
 * @param id {@value #ID_LENGTH} characters
 * @param digest SHA-256 of the whole text
 */
public record KeyText(String id, byte[] digest) {
  static final String PREFIX = "trip_";
  static final int ID_LENGTH = 10;

  /** The least that have room for 256 bits. */
  static final int SECRET_LENGTH = 43;

  /** Likewise for 32 bits. */
  static final int CHECKSUM_LENGTH = 6;

  static final int LENGTH = PREFIX.length() + ID_LENGTH + 1 + SECRET_LENGTH + CHECKSUM_LENGTH;

  private static final String DIGITS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int SECRET_BITS = 256;
  private static final int ID_BITS = 51; // 36^10 is more

  /**
   * A key that was just made.
   *
   * @param text to be shown once, and kept nowhere
   */
  public record Made(String text, KeyText key) {}

  /** Makes a key. */
  public static Made make(SecureRandom random) {
    String id = digits(new BigInteger(ID_BITS, random), 36, ID_LENGTH);
    String secret = digits(new BigInteger(SECRET_BITS, random), 62, SECRET_LENGTH);
    String body = PREFIX + id + "_" + secret;
    String text = body + checksum(body, body.length());
    return new Made(text, new KeyText(id, digest(text)));
  }

  /** Reads a key; null if it is none, or not whole. */
  public static @Nullable KeyText read(String text) {
    int secret = PREFIX.length() + ID_LENGTH + 1;
    int checksum = LENGTH - CHECKSUM_LENGTH;
    if (text.length() != LENGTH
        || !text.startsWith(PREFIX)
        || text.charAt(secret - 1) != '_'
        || !isDigits(text, PREFIX.length(), secret - 1, 36)
        || !isDigits(text, secret, LENGTH, 62)
        || !text.regionMatches(checksum, checksum(text, checksum), 0, CHECKSUM_LENGTH)) {
      return null;
    }
    return new KeyText(text.substring(PREFIX.length(), secret - 1), digest(text));
  }

  /** Whether a text looks like a key, whole or not. */
  public static boolean isLike(String text) {
    return text.startsWith(PREFIX);
  }

  private static boolean isDigits(String text, int from, int to, int radix) {
    for (int i = from; i < to; i++) {
      int digit = DIGITS.indexOf(text.charAt(i));
      if (digit < 0 || digit >= radix) {
        return false;
      }
    }
    return true;
  }

  private static String digits(BigInteger number, int radix, int length) {
    BigInteger base = BigInteger.valueOf(radix);
    char[] digits = new char[length];
    BigInteger rest = number;
    for (int i = length - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(base);
      digits[i] = DIGITS.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(digits);
  }

  private static String checksum(String text, int length) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < length; i++) {
      crc.update(text.charAt(i));
    }
    long rest = crc.getValue();
    char[] digits = new char[CHECKSUM_LENGTH];
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (rest % 62));
      rest /= 62;
    }
    return new String(digits);
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  /** Without the digest. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
