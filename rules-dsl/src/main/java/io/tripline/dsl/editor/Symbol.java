package io.tripline.dsl.editor;

/**
 * Something that a rule set gives a name to.
 *
 * @param scope what the name belongs to: the event type of a field, the rule of a variable; empty
 *     for what belongs to the rule set. It tells symbols apart and is not for people
 * @param name without back-quotes
 */
public record Symbol(Kind kind, String scope, String name) {

  /** The kinds. */
  public enum Kind {
    EVENT("event type"),
    FIELD("field"),
    ENUM_VALUE("enum value"),
    FEATURE("feature"),
    LIST("list"),
    TABLE("table"),
    COLUMN("column"),
    RULE("rule"),
    VARIABLE("variable"),
    PARAMETER("parameter"),
    ALERT_VALUE("value of the alert");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As a sentence names it. */
    @Override
    public String toString() {
      return word;
    }
  }

  static Symbol event(String name) {
    return new Symbol(Kind.EVENT, "", name);
  }

  static Symbol field(String event, String name) {
    return new Symbol(Kind.FIELD, event, name);
  }

  static Symbol enumValue(Symbol field, String name) {
    return new Symbol(Kind.ENUM_VALUE, field.scope + "." + field.name, name);
  }

  static Symbol column(String table, String name) {
    return new Symbol(Kind.COLUMN, table, name);
  }
}
