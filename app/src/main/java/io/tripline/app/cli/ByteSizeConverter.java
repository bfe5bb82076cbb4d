package io.tripline.app.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a number of bytes: {@code 512MB}, {@code 2GB}, {@code 64KB}, in steps of 1,024; or {@code
 * 1000B}.
 */
public final class ByteSizeConverter implements ITypeConverter<Long> {
  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,12})(" + String.join("|", UNITS) + ")");

  @Override
  public Long convert(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is no size; write it like 64KB, 512MB or 2GB");
    }
    int shift = 10 * UNITS.indexOf(form.group(2));
    long number = Long.parseLong(form.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new TypeConversionException("'" + text + "' is more than any disk or memory has");
    }
    return number << shift;
  }

  /** A number of bytes in the largest unit that it is a whole number of. */
  public static String text(long bytes) {
    int zeros = bytes == 0 ? 0 : Long.numberOfTrailingZeros(bytes);
    int steps = Math.min(UNITS.size() - 1, zeros / 10);
    return (bytes >> (10 * steps)) + UNITS.get(steps);
  }
}
