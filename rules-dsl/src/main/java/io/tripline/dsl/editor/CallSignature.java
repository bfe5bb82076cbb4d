package io.tripline.dsl.editor;

import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.Function;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.function.Parameter;
import java.util.List;
import java.util.Optional;

/**
 * The signature of the function whose call is being typed.
 *
 * @param label such as {@code round(x[, digits])}
 * @param parameters their names, each of which occurs in the label
 * @param active the parameter that is being typed; the last one where there are more arguments
 */
public record CallSignature(String label, String doc, List<String> parameters, int active) {
  public CallSignature {
    parameters = List.copyOf(parameters);
  }

  /** The call around an offset of a file; empty where there is none. */
  public static Optional<CallSignature> at(Snapshot snapshot, String file, int offset) {
    Source source = snapshot.sources().get(file);
    if (source == null) {
      return Optional.empty();
    }
    return Caret.at(source.file().text(), offset, source.lexemes())
        .flatMap(caret -> OpenCall.at(caret.lexemesBefore()))
        .flatMap(CallSignature::of);
  }

  private static Optional<CallSignature> of(OpenCall call) {
    return Functions.documented().stream()
        .filter(f -> f.name().equals(call.function()))
        .map(f -> of(f, call.argument()))
        .findFirst();
  }

  private static CallSignature of(Documented function, int argument) {
    List<String> parameters = parameters(function);
    return new CallSignature(
        function.typedSignature() + ": " + function.gives(),
        function.doc(),
        parameters,
        Math.min(argument, parameters.size() - 1));
  }

  private static List<String> parameters(Documented function) {
    if (function instanceof Function f) {
      return f.parameters().stream().map(Parameter::typedName).toList();
    }
    String signature = function.typedSignature();
    String list = signature.substring(signature.indexOf('(') + 1, signature.indexOf(')'));
    return List.of(list.split(", "));
  }
}
