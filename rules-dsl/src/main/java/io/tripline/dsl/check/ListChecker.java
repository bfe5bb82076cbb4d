package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Type.Simple;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.ListDeclaration;
import org.jspecify.annotations.Nullable;

/** Checks the declaration of a list. */
final class ListChecker {
  private ListChecker() {}

  /** The list, or null if it is wrong, which is reported. */
  static @Nullable ValueList check(ListDeclaration list, Diagnostics diagnostics) {
    Type element = TypeChecker.check(list.element(), diagnostics);
    if (element == null) {
      return null;
    }
    if (element == Simple.BOOL
        || element == Simple.DOUBLE
        || element == Simple.GEO
        || element instanceof Type.Enumeration) {
      diagnostics.report(
          Code.BAD_ELEMENT,
          list.element().place(),
          "a list cannot hold values of type " + element,
          hint(element));
      return null;
    }
    return new ValueList(list.name().text(), element, list.doc(), list.name().place());
  }

  private static String hint(Type element) {
    if (element == Simple.DOUBLE) {
      return "numbers that are to be equal are exact: `decimal(4)`";
    }
    return element == Simple.GEO
        ? "give the places names, and list those: `of string`"
        : "few values stand in the rule itself, as in `channel in (POS, ECOM)`";
  }
}
