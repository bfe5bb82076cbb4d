package io.tripline.dsl.function;

import io.tripline.dsl.ir.Type;
import java.util.function.Predicate;

/**
 * A parameter of a function.
 *
 * @param constant whether the argument must be a literal or a rule's parameter; it is then read
 *     once, when the rule is checked
 * @param optional whether it may be left out; only the last ones can
 */
public record Parameter(String name, Kind kind, boolean constant, boolean optional) {

  /** What arguments it takes. */
  public enum Kind {
    STRING("string", "a string", t -> t == Type.Simple.STRING),
    INT("int", "an int", t -> t == Type.Simple.INT),
    NUMBER("number", "a number", Type::isNumeric),
    NUMBER_OR_DURATION(
        "number|duration", "a number or duration", t -> t.isNumeric() || t == Type.Simple.DURATION),
    TIMESTAMP("timestamp", "a timestamp", t -> t == Type.Simple.TIMESTAMP),
    IP("ip", "an ip", t -> t == Type.Simple.IP),
    GEO("geo", "a geo", t -> t == Type.Simple.GEO),
    /** Anything that {@code <} compares. */
    ORDERED("ordered", "a number, string, timestamp, duration, length or speed", t -> true),
    ANY("any", "anything", t -> true);

    private final String typeName;
    private final String text;
    private final Predicate<Type> accepts;

    Kind(String typeName, String text, Predicate<Type> accepts) {
      this.typeName = typeName;
      this.text = text;
      this.accepts = accepts;
    }

    public boolean accepts(Type type) {
      return accepts.test(type);
    }

    /** In a word, as signatures name it. */
    public String typeName() {
      return typeName;
    }

    /** As a sentence names it. */
    @Override
    public String toString() {
      return text;
    }
  }

  static Parameter of(String name, Kind kind) {
    return new Parameter(name, kind, false, false);
  }

  static Parameter constant(String name, Kind kind) {
    return new Parameter(name, kind, true, false);
  }

  Parameter orNothing() {
    return new Parameter(name, kind, constant, true);
  }

  /** Such as {@code digits constant int}. */
  public String typedName() {
    return name + (constant ? " constant " : " ") + kind.typeName();
  }
}
