package io.tripline.dsl.function;

import static io.tripline.dsl.function.Function.example;

import io.tripline.dsl.function.Parameter.Kind;
import io.tripline.dsl.ir.Type.Simple;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Functions over texts; positions and lengths count code points. */
final class StringFunctions {
  private static final Parameter TEXT = Parameter.of("text", Kind.STRING);

  static final List<Function> ALL =
      List.of(
          Function.plain(
              "lower",
              List.of(TEXT),
              Simple.STRING,
              "In lower case, the same in every language.",
              example("lower('Shop')", "'shop'"),
              a -> ((String) a[0]).toLowerCase(Locale.ROOT)),
          Function.plain(
              "upper",
              List.of(TEXT),
              Simple.STRING,
              "In upper case, the same in every language.",
              example("upper('Shop')", "'SHOP'"),
              a -> ((String) a[0]).toUpperCase(Locale.ROOT)),
          Function.plain(
              "length",
              List.of(TEXT),
              Simple.INT,
              "The number of characters.",
              example("length('Shop')", "4"),
              a -> (long) ((String) a[0]).codePointCount(0, ((String) a[0]).length())),
          Function.plain(
              "substring",
              List.of(
                  TEXT,
                  Parameter.of("from", Kind.INT),
                  Parameter.of("length", Kind.INT).orNothing()),
              Simple.STRING,
              "The part that begins at a position, counted from 1, with so many characters (to the"
                  + " end if left out). A negative length is a run-time error.",
              example("substring('411111', 1, 4)", "'4111'"),
              a -> substring((String) a[0], (Long) a[1], a.length > 2 ? (Long) a[2] : null)),
          Function.plain(
              "starts_with",
              List.of(TEXT, Parameter.of("start", Kind.STRING)),
              Simple.BOOL,
              "Whether the text begins so.",
              example("starts_with('4111', '41')", "true"),
              a -> ((String) a[0]).startsWith((String) a[1])),
          Function.plain(
              "ends_with",
              List.of(TEXT, Parameter.of("end", Kind.STRING)),
              Simple.BOOL,
              "Whether the text ends so.",
              example("ends_with('a@b.example', '.example')", "true"),
              a -> ((String) a[0]).endsWith((String) a[1])),
          Function.plain(
              "contains",
              List.of(TEXT, Parameter.of("part", Kind.STRING)),
              Simple.BOOL,
              "Whether the part occurs in the text.",
              example("contains('gift card', 'card')", "true"),
              a -> ((String) a[0]).contains((String) a[1])));

  private StringFunctions() {}

  /** As in SQL: positions before the first character count, and hold nothing. */
  private static String substring(String text, long from, @Nullable Long length) {
    if (length != null && length < 0) {
      throw new ArithmeticException("negative length");
    }
    long count = text.codePointCount(0, text.length());
    if (from > count) {
      return "";
    }
    long first = Math.max(1, from);
    long end = length == null ? count + 1 : Math.min(count + 1, Math.addExact(from, length));
    if (end <= first) {
      return "";
    }
    int start = text.offsetByCodePoints(0, (int) (first - 1));
    return text.substring(start, text.offsetByCodePoints(start, (int) (end - first)));
  }
}
