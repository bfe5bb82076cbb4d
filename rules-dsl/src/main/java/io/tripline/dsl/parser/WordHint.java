package io.tripline.dsl.parser;

import static io.tripline.dsl.parser.TriplineLexer.*;

import io.tripline.dsl.diagnostic.DidYouMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/** What was probably meant where a word of the language is misspelt. */
final class WordHint {
  private static final Set<Integer> UNITS = Set.of(H, KM, MI, MPH);

  /** Words without which what follows them cannot stand there. */
  private static final List<String> BEFORE =
      words(NOT, TIMESTAMP, PREVIOUS, LAST, SESSION, FIRST, CASE, NEXT, APPROX, DELAYED, EVERY);

  private static final List<String> ALL = all();

  private static final String LENGTHS =
      "the units of a length are `km` and `mi`, those of a speed `km/h` and `mph`";

  /** Shorter ones are near to everything. */
  private static final int SHORTEST = 3;

  private WordHint() {}

  /**
   * A hint, or null.
   *
   * @param before the token before, or null
   * @param token the one that cannot be read
   * @param expected what could stand there, as far as it is known
   */
  static @Nullable String of(@Nullable Token before, Token token, @Nullable IntervalSet expected) {
    if (token.getType() == IDENTIFIER) {
      String written = token.getText();
      String number = before != null && isNumber(before) ? before.getText() : null;
      String hint = number == null ? null : time(number, written);
      if (hint == null && expected != null) {
        hint = DidYouMean.hint(written, words(expected.toSet()));
      }
      if (hint == null && written.length() >= SHORTEST) {
        hint = DidYouMean.hint(written, ALL);
      }
      if (hint != null || number != null) {
        return hint != null ? hint : LENGTHS;
      }
    }
    return before == null ? null : before(before);
  }

  private static boolean isNumber(Token token) {
    return token.getType() == INTEGER || token.getType() == DECIMAL;
  }

  private static @Nullable String time(String number, String written) {
    return switch (written) {
      case "ms", "s", "m", "d" -> "a duration is one word: `" + number + written + "`";
      case "sec", "secs", "second", "seconds" -> "write `" + number + "s`";
      case "min", "mins", "minute", "minutes" -> "write `" + number + "m`";
      case "hour", "hours" -> "write `" + number + "h`";
      case "day", "days" -> "write `" + number + "d`";
      default -> null;
    };
  }

  private static @Nullable String before(Token before) {
    if (before.getType() != IDENTIFIER || before.getText().length() < SHORTEST) {
      return null;
    }
    String word = DidYouMean.nearest(before.getText(), BEFORE);
    return word == null ? null : "is `" + before.getText() + "` meant to be `" + word + "`?";
  }

  private static List<String> words(Iterable<Integer> types) {
    List<String> words = new ArrayList<>();
    for (int type : types) {
      if (type >= AFTER && type <= WITH && !UNITS.contains(type)) {
        words.add(word(type));
      }
    }
    return words;
  }

  private static List<String> words(int... types) {
    return Arrays.stream(types).mapToObj(WordHint::word).toList();
  }

  private static List<String> all() {
    List<Integer> types = new ArrayList<>();
    for (int type = AFTER; type <= WITH; type++) {
      types.add(type);
    }
    return words(types);
  }

  private static String word(int type) {
    String literal = VOCABULARY.getLiteralName(type);
    return literal.substring(1, literal.length() - 1);
  }
}
