package io.tripline.dsl.function;

import io.tripline.dsl.ir.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function of the language: all that anybody needs to know of it is here.
 *
 * @param variadic whether the last parameter may be repeated
 * @param result the type of the result, for people
 * @param doc one sentence
 * @param example a call with its result
 */
public record Function(
    String name,
    Form form,
    List<Parameter> parameters,
    boolean variadic,
    String result,
    String doc,
    Example example,
    Binder binder) {

  /** How a call appears in the typed IR. */
  public enum Form {
    /** As a call of the kernel. */
    CALL,
    /** As {@link io.tripline.dsl.ir.Expr.Coalesce}. */
    COALESCE,
    /** As {@link io.tripline.dsl.ir.Expr.Extreme}. */
    GREATEST,
    /** As {@link io.tripline.dsl.ir.Expr.Extreme}. */
    LEAST
  }

  /** Chooses the result's type and the kernel. */
  @FunctionalInterface
  public interface Binder {
    /**
     * @param types of the arguments, which the parameters accept
     * @param constants the values of constant arguments; null at the others
     */
    Binding bind(List<Type> types, List<@Nullable Object> constants);
  }

  /**
   * A call and its result. Where the result is null, the call stands for itself.
   *
   * @param result as a literal
   */
  public record Example(String call, @Nullable String result) {}

  public Function {
    parameters = List.copyOf(parameters);
  }

  /** A function whose result and kernel do not depend on its arguments. */
  static Function plain(
      String name,
      List<Parameter> parameters,
      Type result,
      String doc,
      Example example,
      Kernel kernel) {
    return bound(
        name,
        parameters,
        result.toString(),
        doc,
        example,
        (types, constants) -> new Binding.Bound(result, kernel));
  }

  static Function bound(
      String name,
      List<Parameter> parameters,
      String result,
      String doc,
      Example example,
      Binder binder) {
    return new Function(name, Form.CALL, parameters, false, result, doc, example, binder);
  }

  static Example example(String call, String result) {
    return new Example(call, result);
  }

  static Example example(String call) {
    return new Example(call, null);
  }

  /** How many arguments it needs at least. */
  public int minArguments() {
    return (int) parameters.stream().filter(p -> !p.optional()).count();
  }

  /** How many arguments it takes at most. */
  public int maxArguments() {
    return variadic ? Integer.MAX_VALUE : parameters.size();
  }

  /** The parameter that an argument is for. */
  public Parameter parameter(int argument) {
    return parameters.get(Math.min(argument, parameters.size() - 1));
  }

  /** Such as {@code round(x[, digits])}. */
  public String signature() {
    String list =
        parameters.stream()
            .map(p -> p.optional() ? "[, " + p.name() + "]" : ", " + p.name())
            .collect(Collectors.joining());
    return name + "(" + list.substring(2) + (variadic ? ", …" : "") + ")";
  }
}
