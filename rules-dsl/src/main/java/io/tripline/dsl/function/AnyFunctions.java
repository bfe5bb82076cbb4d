package io.tripline.dsl.function;

import io.tripline.dsl.function.Function.Form;
import io.tripline.dsl.function.Parameter.Kind;
import java.util.List;

/** Functions over values of any type, which are expressions of their own in the IR. */
final class AnyFunctions {
  static final List<Function> ALL =
      List.of(
          choice("coalesce", Kind.ANY)
              .doc("The first argument that is not null.")
              .note("The arguments after it are not computed.")
              .nulls("Null if all arguments are null.")
              .example("coalesce(null, 'none')", "'none'")
              .example("coalesce(first(p.device), 'none')", "'d1'")
              .example("coalesce(null, 1, 2.50)", "1.00")
              .is(Form.COALESCE),
          choice("greatest", Kind.ORDERED)
              .doc("The greatest argument.")
              .example("greatest(1, 2.50)", "2.50")
              .example("greatest(here.time, there.time)", "2026-01-31T11:05:00Z")
              .example("greatest(1, null)", "null")
              .is(Form.GREATEST),
          choice("least", Kind.ORDERED)
              .doc("The least argument.")
              .example("least(1, 2.50)", "1.00")
              .example("least('b', 'a', 'B')", "'B'")
              .example("least(5m, 30s)", "30s")
              .is(Form.LEAST));

  private AnyFunctions() {}

  private static Function.Declaration choice(String name, Kind kind) {
    return Function.declare(
        FunctionGroup.ANY, name, Parameter.of("a", kind), Parameter.of("b", kind));
  }
}
