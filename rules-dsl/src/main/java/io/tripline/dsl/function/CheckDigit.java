package io.tripline.dsl.function;

import java.nio.charset.StandardCharsets;

/** The check digit of card numbers (ISO/IEC 7812, after Luhn). Any thread. */
public final class CheckDigit {
  private CheckDigit() {}

  static boolean luhn(String number) {
    byte[] utf8 = number.getBytes(StandardCharsets.UTF_8);
    return luhn(utf8, 0, utf8.length);
  }

  /**
   * Whether the check digit of a number is right, as the function {@code luhn} has it: spaces and
   * hyphens do not matter, with anything else but digits it is not, nor with less than two of them.
   *
   * @param text holds the number, in ASCII or UTF-8
   * @param from its first byte
   * @param length in bytes
   */
  public static boolean luhn(byte[] text, int from, int length) {
    int sum = 0;
    int digits = 0;
    for (int i = from + length - 1; i >= from; i--) {
      byte c = text[i];
      if (c == ' ' || c == '-') {
        continue;
      }
      if (c < '0' || c > '9') {
        return false;
      }
      int digit = c - '0';
      if (digits % 2 == 1) {
        digit = digit > 4 ? digit * 2 - 9 : digit * 2;
      }
      sum += digit;
      digits++;
    }
    return digits > 1 && sum % 10 == 0;
  }
}
