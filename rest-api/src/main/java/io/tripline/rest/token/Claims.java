package io.tripline.rest.token;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says (RFC 7519, section 4). Immutable.
 *
 * @param members as JSON has them
 */
record Claims(Map<String, Object> members) {
  private static final double MILLIS = 1_000.0;

  /** A claim that is there and has another form than it should. */
  static final class WrongFormException extends Exception {
    private static final long serialVersionUID = 1;

    WrongFormException(String claim, String form) {
      super("The claim " + claim + " is no " + form + ".");
    }
  }

  /** A text, if there is one. */
  @Nullable String text(String claim) {
    return members.get(claim) instanceof String text ? text : null;
  }

  /**
   * A point of time, in ms since 1970; null if the claim is not there.
   *
   * @throws WrongFormException if it is no number
   */
  @Nullable Double time(String claim) throws WrongFormException {
    Object value = members.get(claim);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue() * MILLIS;
    }
    throw new WrongFormException(claim, "number of seconds");
  }

  /** Whom it is for. */
  Set<String> audiences() {
    return texts(members.get("aud"), false);
  }

  /**
   * The values of a claim: of a text the words in it, of a list each text whole.
   *
   * @param path the name of the claim, or, if there is none of that name, names of objects within
   *     one another with dots between
   */
  Set<String> values(String path) {
    Object value = members.containsKey(path) ? members.get(path) : within(path);
    return texts(value, true);
  }

  private @Nullable Object within(String path) {
    Object value = members;
    for (String name : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return value;
  }

  private static Set<String> texts(@Nullable Object value, boolean words) {
    Set<String> texts = new LinkedHashSet<>();
    if (value instanceof String text) {
      texts.addAll(words ? List.of(text.trim().split(" +")) : List.of(text));
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }
}
