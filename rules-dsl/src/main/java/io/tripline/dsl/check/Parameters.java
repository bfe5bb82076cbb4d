package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Expression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a rule, and which of them it uses. */
final class Parameters {
  /** A parameter; its value is null if it is wrong, which is reported. */
  private record Parameter(Place place, Expr.@Nullable Literal value) {}

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();

  /** Where the value of a parameter stands, and what it is there. */
  private final Map<Place, String> places = new HashMap<>();

  private final Diagnostics diagnostics;

  Parameters(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  void declare(Clause.Parameter clause) {
    Parameter parameter = new Parameter(clause.name().place(), value(clause.value()));
    Parameter first = parameters.putIfAbsent(clause.name().text(), parameter);
    if (first != null) {
      diagnostics.report(
          Code.DUPLICATE,
          clause.name().place(),
          "the parameter `" + clause.name() + "` is declared twice",
          null,
          new Related(first.place(), "it is declared here first"));
    }
  }

  /** Gives a declared parameter another value, which is not checked to be one of its kind. */
  void set(String name, Expr.Literal value) {
    Parameter declared = parameters.get(name);
    if (declared == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    parameters.put(name, new Parameter(declared.place(), value));
  }

  /** The value that a parameter is declared with, or given; null if there is none. */
  Expr.@Nullable Literal value(String name) {
    Parameter declared = parameters.get(name);
    return declared == null ? null : declared.value();
  }

  /** The value of a literal, or null, which is reported. */
  Expr.@Nullable Literal value(Expression value) {
    if (value instanceof Expression.Broken) {
      return null;
    }
    if (!Literals.isLiteral(value) || value instanceof Expression.NullLiteral) {
      diagnostics.report(
          Code.BAD_PARAMETER,
          value.place(),
          "the value of a parameter must be a literal",
          value instanceof Expression.Bare(var name) ? "as a text, write '" + name + "'" : null);
      return null;
    }
    return Literals.read(value, diagnostics);
  }

  boolean has(String name) {
    return parameters.containsKey(name);
  }

  Set<String> names() {
    return parameters.keySet();
  }

  /** The value, at the place of its use. */
  Expr.@Nullable Literal use(String name, Place place) {
    used.add(name);
    places.put(place, name);
    Parameter parameter = parameters.get(name);
    Expr.Literal value = parameter == null ? null : parameter.value();
    return value == null ? null : new Expr.Literal(value.value(), value.type(), place);
  }

  /** The parameter whose value the literal at a place is, or null. */
  @Nullable String at(Place place) {
    return places.get(place);
  }

  /** Says that the literal at a place is the negative value of what stands at another. */
  void negated(Place place, Place negated) {
    String parameter = places.get(negated);
    if (parameter != null) {
      places.put(place, "-" + parameter);
    }
  }

  void reportUnused() {
    parameters.forEach(
        (name, parameter) -> {
          if (!used.contains(name)) {
            diagnostics.report(
                Code.UNUSED_PARAMETER,
                parameter.place(),
                "the parameter `" + name + "` is never used");
          }
        });
  }
}
