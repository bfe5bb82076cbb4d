package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.EventDeclaration.Argument;
import io.tripline.dsl.syntax.EventDeclaration.TypeName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the type of a field. */
final class TypeChecker {
  private static final int DEFAULT_SCALE = 4;

  private static final Map<String, Type> SIMPLE =
      Map.of(
          "string", Type.Simple.STRING,
          "bool", Type.Simple.BOOL,
          "int", Type.Simple.INT,
          "double", Type.Simple.DOUBLE,
          "timestamp", Type.Simple.TIMESTAMP,
          "duration", Type.Simple.DURATION,
          "ip", Type.Simple.IP,
          "geo", Type.Simple.GEO);

  /** What people write who come from elsewhere. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "boolean", "bool",
          "integer", "int",
          "long", "int",
          "bigint", "int",
          "float", "double",
          "text", "string",
          "varchar", "string",
          "numeric", "decimal",
          "datetime", "timestamp",
          "date", "timestamp");

  private TypeChecker() {}

  /** The type, or null, which is reported. */
  static @Nullable Type check(TypeName type, Diagnostics diagnostics) {
    String name = type.name().text();
    List<Argument> arguments = type.arguments();
    if (name.equals("enum")) {
      return enumeration(type, diagnostics);
    }
    if (name.equals("decimal")) {
      if (arguments.isEmpty()) {
        return new Type.Decimal(DEFAULT_SCALE);
      }
      Argument scale = arguments.getFirst();
      if (arguments.size() == 1 && scale.text().matches("[0-9]")) {
        return new Type.Decimal(Integer.parseInt(scale.text()));
      }
      diagnostics.report(
          Code.BAD_TYPE_ARGUMENT,
          scale.place(),
          "a decimal has 0 to 9 digits after the point",
          "write `decimal(2)`");
      return null;
    }
    Type simple = SIMPLE.get(name);
    if (simple == null) {
      String ours = FOREIGN.get(name);
      diagnostics.report(
          Code.UNKNOWN_TYPE,
          type.name().place(),
          "there is no type `" + name + "`",
          ours != null ? "did you mean `" + ours + "`?" : DidYouMean.hint(name, TypeNames.ALL));
    } else if (!arguments.isEmpty()) {
      diagnostics.report(
          Code.BAD_TYPE_ARGUMENT,
          arguments.getFirst().place(),
          "the type `" + name + "` takes nothing in parentheses");
    }
    return simple;
  }

  private static @Nullable Type enumeration(TypeName type, Diagnostics diagnostics) {
    if (type.arguments().isEmpty()) {
      diagnostics.report(
          Code.BAD_TYPE_ARGUMENT, type.place(), "an enum lists its values: `enum(POS, ECOM)`");
      return null;
    }
    Set<String> symbols = new LinkedHashSet<>();
    boolean good = true;
    for (Argument symbol : type.arguments()) {
      if (symbol.kind() != Argument.Kind.NAME) {
        diagnostics.report(
            Code.BAD_TYPE_ARGUMENT,
            symbol.place(),
            "the values of an enum are names, without quotes");
        good = false;
      } else if (!symbols.add(symbol.text())) {
        diagnostics.report(
            Code.DUPLICATE, symbol.place(), "the value `" + symbol.text() + "` is given twice");
      }
    }
    return good ? new Type.Enumeration(List.copyOf(symbols)) : null;
  }
}
