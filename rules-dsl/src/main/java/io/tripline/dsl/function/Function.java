package io.tripline.dsl.function;

import io.tripline.dsl.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A function of the language: all that anybody needs to know of it is here.
 *
 * @param variadic whether the last parameter may be repeated
 * @param gives the type of the result, for people
 */
public record Function(
    String name,
    FunctionGroup group,
    Form form,
    List<Parameter> parameters,
    boolean variadic,
    String gives,
    String doc,
    List<String> notes,
    String nulls,
    @Nullable String errors,
    List<Example> examples,
    Binder binder)
    implements Documented {

  private static final String NULL_OF_NULL = "Null if any argument is null.";

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

  public Function {
    parameters = List.copyOf(parameters);
    notes = List.copyOf(notes);
    examples = List.copyOf(examples);
  }

  /** Whether it gives null where an argument is null, and nowhere else. */
  public boolean isNullOfNullOnly() {
    return nulls.equals(NULL_OF_NULL);
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

  @Override
  public String signature() {
    return signature(Parameter::name);
  }

  @Override
  public String typedSignature() {
    return signature(Parameter::typedName);
  }

  private String signature(java.util.function.Function<Parameter, String> text) {
    String list =
        parameters.stream()
            .map(p -> p.optional() ? "[, " + text.apply(p) + "]" : ", " + text.apply(p))
            .collect(Collectors.joining());
    return name + "(" + list.substring(2) + (variadic ? ", …" : "") + ")";
  }

  /** Begins the declaration of a function. */
  static Declaration declare(FunctionGroup group, String name, Parameter... parameters) {
    return new Declaration(group, name, List.of(parameters));
  }

  /** A function that is being declared; its last word is what it does. */
  static final class Declaration {
    private final FunctionGroup group;
    private final String name;
    private final List<Parameter> parameters;
    private final List<String> notes = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private String doc = "";
    private String nulls = NULL_OF_NULL;
    private @Nullable String errors;

    private Declaration(FunctionGroup group, String name, List<Parameter> parameters) {
      this.group = group;
      this.name = name;
      this.parameters = parameters;
    }

    Declaration doc(String sentence) {
      doc = sentence;
      return this;
    }

    Declaration note(String sentence) {
      notes.add(sentence);
      return this;
    }

    Declaration nulls(String sentence) {
      nulls = sentence;
      return this;
    }

    Declaration errors(String sentence) {
      errors = sentence;
      return this;
    }

    Declaration example(String call, String value) {
      examples.add(new Example(call, value));
      return this;
    }

    /** A function whose result and kernel do not depend on its arguments. */
    Function does(Type result, Kernel kernel) {
      return binds(result.toString(), (types, constants) -> new Binding.Bound(result, kernel));
    }

    Function binds(String gives, Binder binder) {
      return build(Form.CALL, false, gives, binder);
    }

    /** A function of any number of arguments that is an expression of its own in the IR. */
    Function is(Form form) {
      return build(
          form,
          true,
          "the arguments' type",
          (types, constants) -> {
            throw new IllegalStateException(name + " has a form of its own in the IR");
          });
    }

    private Function build(Form form, boolean variadic, String gives, Binder binder) {
      return new Function(
          name,
          group,
          form,
          parameters,
          variadic,
          gives,
          doc,
          notes,
          nulls,
          errors,
          examples,
          binder);
    }
  }
}
