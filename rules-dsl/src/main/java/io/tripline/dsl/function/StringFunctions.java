package io.tripline.dsl.function;

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
          declare("lower", TEXT)
              .doc("The text in lower case, whatever the machine's language.")
              .example("lower('Shop')", "'shop'")
              .does(Simple.STRING, a -> ((String) a[0]).toLowerCase(Locale.ROOT)),
          declare("upper", TEXT)
              .doc("The text in upper case, whatever the machine's language.")
              .note("It can be longer: `ß` becomes `SS`.")
              .example("upper('Shop')", "'SHOP'")
              .example("upper('Straße')", "'STRASSE'")
              .does(Simple.STRING, a -> ((String) a[0]).toUpperCase(Locale.ROOT)),
          declare("length", TEXT)
              .doc("The number of characters.")
              .example("length('Shop')", "4")
              .example("length('')", "0")
              .does(
                  Simple.INT,
                  a -> (long) ((String) a[0]).codePointCount(0, ((String) a[0]).length())),
          declare(
                  "substring",
                  TEXT,
                  Parameter.of("from", Kind.INT),
                  Parameter.of("length", Kind.INT).orNothing())
              .doc(
                  "The part that begins at a position, counted from 1, with so many characters, or"
                      + " to the end.")
              .note(
                  "As in SQL, positions before the first character and behind the last one count"
                      + " and hold nothing.")
              .errors("A negative length.")
              .example("substring('411111', 1, 4)", "'4111'")
              .example("substring('Payment', 4)", "'ment'")
              .example("substring('Payment', 0, 4)", "'Pay'")
              .example("substring('Payment', 8)", "''")
              .does(
                  Simple.STRING,
                  a -> substring((String) a[0], (Long) a[1], a.length > 2 ? (Long) a[2] : null)),
          declare("starts_with", TEXT, Parameter.of("start", Kind.STRING))
              .doc("Whether the text begins so.")
              .example("starts_with('4111', '41')", "true")
              .does(Simple.BOOL, a -> ((String) a[0]).startsWith((String) a[1])),
          declare("ends_with", TEXT, Parameter.of("end", Kind.STRING))
              .doc("Whether the text ends so.")
              .example("ends_with('a@b.example', '.example')", "true")
              .does(Simple.BOOL, a -> ((String) a[0]).endsWith((String) a[1])),
          declare("contains", TEXT, Parameter.of("part", Kind.STRING))
              .doc("Whether the part occurs in the text.")
              .example("contains('gift card', 'card')", "true")
              .example("contains('gift card', '')", "true")
              .does(Simple.BOOL, a -> ((String) a[0]).contains((String) a[1])));

  private StringFunctions() {}

  private static Function.Declaration declare(String name, Parameter... parameters) {
    return Function.declare(FunctionGroup.TEXTS, name, parameters);
  }

  /** As in SQL: positions before the first character count, and hold nothing. */
  private static String substring(String text, long from, @Nullable Long length) {
    if (length != null && length < 0) {
      throw new ArithmeticException("negative length");
    }
    long count = text.codePointCount(0, text.length());
    long first = Math.max(1, from);
    if (first > count) {
      return "";
    }
    long end = count + 1;
    if (length != null && (from <= 0 || length <= count)) { // else beyond the text, or 64 bits
      end = Math.min(end, from + length);
    }
    if (end <= first) {
      return "";
    }
    int start = text.offsetByCodePoints(0, (int) (first - 1));
    return text.substring(start, text.offsetByCodePoints(start, (int) (end - first)));
  }
}
