package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import java.util.HashMap;
import java.util.Map;

/** Warns of values that are given twice in {@code in (…)}. */
final class RepeatedOptions {
  private final Terms terms;
  private final Diagnostics diagnostics;

  RepeatedOptions(Terms terms, Diagnostics diagnostics) {
    this.terms = terms;
    this.diagnostics = diagnostics;
  }

  void check(Expr.In in) {
    Map<Object, Place> first = new HashMap<>();
    for (Expr option : in.options()) {
      Place before = first.putIfAbsent(value(option), option.place());
      if (before != null) {
        diagnostics.report(
            Code.REPEATED_OPTION,
            option.place(),
            "this value is in the list already",
            null,
            new Related(before, "it stands here first"));
      }
    }
  }

  /** Numbers are equal whatever their scale. */
  private Object value(Expr option) {
    Constant constant = terms.constant(option);
    if (constant != null && constant.value() instanceof Long && option.type().isNumeric()) {
      return constant.number().stripTrailingZeros();
    }
    return terms.text(option);
  }
}
