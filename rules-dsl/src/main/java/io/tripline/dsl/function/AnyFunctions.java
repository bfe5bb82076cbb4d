package io.tripline.dsl.function;

import io.tripline.dsl.function.Function.Form;
import io.tripline.dsl.function.Parameter.Kind;
import java.util.List;

/** Functions over values of any type, which are expressions of their own in the IR. */
final class AnyFunctions {
  static final List<Function> ALL =
      List.of(
          choice(
              "coalesce",
              Form.COALESCE,
              Kind.ANY,
              "The first argument that is not null.",
              Function.example("coalesce(null, 'none')", "'none'")),
          choice(
              "greatest",
              Form.GREATEST,
              Kind.ORDERED,
              "The greatest argument; null if any is null.",
              Function.example("greatest(1, 2.50)", "2.50")),
          choice(
              "least",
              Form.LEAST,
              Kind.ORDERED,
              "The least argument; null if any is null.",
              Function.example("least(1, 2.50)", "1.00")));

  private AnyFunctions() {}

  private static Function choice(
      String name, Form form, Kind kind, String doc, Function.Example example) {
    return new Function(
        name,
        form,
        List.of(Parameter.of("a", kind), Parameter.of("b", kind)),
        true,
        "the arguments' type",
        doc,
        example,
        (types, constants) -> {
          throw new IllegalStateException(name + " has a form of its own in the IR");
        });
  }
}
