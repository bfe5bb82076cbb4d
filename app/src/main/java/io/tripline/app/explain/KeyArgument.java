package io.tripline.app.explain;

import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.pipeline.RuleKey;
import java.util.ArrayList;
import java.util.List;

/** Reads the key that a user has typed. */
public final class KeyArgument {
  private KeyArgument() {}

  /**
   * The key's bytes. A key of several parts is given with a comma between them, or part by part; a
   * key of one part is taken as it is, commas and all.
   *
   * @throws WrongUseException if this is no key of the rule
   */
  public static byte[] read(List<String> given, Rule rule, RuleKey key) {
    int wanted = key.names().size();
    if (wanted == 0) {
      if (!given.isEmpty()) {
        throw new WrongUseException(
            rule.name() + " has one key for all events (`by none`); leave --key out");
      }
      return key.of(List.of());
    }
    List<String> texts =
        wanted > 1 && given.size() == 1 ? List.of(given.getFirst().split(",", -1)) : given;
    if (texts.size() != wanted) {
      throw new WrongUseException(
          "the key of "
              + rule.name()
              + " is "
              + shape(key)
              + ": give "
              + (wanted == 1
                  ? "one --key"
                  : "--key with a comma between the parts, or part by part")
              + (given.isEmpty() ? "" : ", not " + texts.size() + " values"));
    }
    List<Object> parts = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      String text = texts.get(i);
      Type type = key.types().get(i);
      int part = i;
      parts.add(key.parse(i, text).orElseThrow(() -> noValue(text, key.names().get(part), type)));
    }
    return key.of(parts);
  }

  private static WrongUseException noValue(String text, String name, Type type) {
    String hint =
        type instanceof Type.Enumeration(List<String> symbols)
            ? DidYouMean.hint(text, symbols)
            : null;
    return new WrongUseException(
        "the key's "
            + name
            + " is "
            + type
            + ", and '"
            + text
            + "' is none"
            + (hint == null ? "" : "; " + hint.replace('`', '\'')));
  }

  /** Such as {@code (card string, account int)}. */
  private static String shape(RuleKey key) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < key.names().size(); i++) {
      parts.add(key.names().get(i) + " " + key.types().get(i));
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(", ", parts) + ")";
  }
}
