package io.tripline.dsl.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code prev(x)}, which looks at the event before of a repeated variable. */
public record Prev() implements Documented {

  @Override
  public String name() {
    return "prev";
  }

  @Override
  public String signature() {
    return "prev(x)";
  }

  @Override
  public String typedSignature() {
    return "prev(x any)";
  }

  @Override
  public String gives() {
    return "the argument's type";
  }

  @Override
  public String doc() {
    return "In the condition of a repeated variable, the value of x at the event before of the same"
        + " variable.";
  }

  @Override
  public List<String> notes() {
    return List.of(
        "Fields in it need no variable: `prev(amount)`.",
        "It stands nowhere else; elsewhere, `last(v.x)` is the value at the last event of v.");
  }

  @Override
  public String nulls() {
    return "Null at the first event of the variable.";
  }

  @Override
  public @Nullable String errors() {
    return null;
  }

  @Override
  public List<Example> examples() {
    return List.of();
  }
}
