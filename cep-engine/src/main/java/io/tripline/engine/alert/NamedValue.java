package io.tripline.engine.alert;

/** A value with its name, as an alert shows it. */
public record NamedValue(String name, Value value) {
  /** The same as people may see it who may not see the value; that there is none they may. */
  public static NamedValue masked(NamedValue of) {
    return of.value() instanceof Value.Null
        ? of
        : new NamedValue(of.name(), new Value.Text(Value.MASKED));
  }
}
