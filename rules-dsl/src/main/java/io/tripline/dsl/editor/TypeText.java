package io.tripline.dsl.editor;

import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.Argument;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.TypeName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declared types as text. */
final class TypeText {
  private TypeText() {}

  /** {@code decimal(2)}. */
  static String of(@Nullable TypeName type) {
    return type == null ? "?" : type.name() + arguments(type.arguments());
  }

  /** {@code decimal(2)?}. */
  static String of(FieldDeclaration field) {
    return of(field.type()) + (field.nullable() ? "?" : "");
  }

  /** {@code amount decimal(2)? @pii}. */
  static String declaration(FieldDeclaration field) {
    String annotations =
        field.annotations().stream().map(TypeText::of).collect(Collectors.joining());
    return field.name() + " " + of(field) + annotations;
  }

  /** The values of an enum; none for any other type. */
  static List<Argument> values(@Nullable TypeName type) {
    return type != null && type.name().text().equals("enum")
        ? type.arguments().stream().filter(a -> a.kind() == Argument.Kind.NAME).toList()
        : List.of();
  }

  private static String of(Annotation annotation) {
    return " @" + annotation.name() + arguments(annotation.arguments());
  }

  private static String arguments(List<Argument> arguments) {
    return arguments.isEmpty()
        ? ""
        : arguments.stream().map(TypeText::of).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String of(Argument argument) {
    return switch (argument.kind()) {
      case TEXT -> '"' + argument.text().replace("\"", "\"\"") + '"';
      case DURATION -> argument.text() + "ms";
      case NAME, INTEGER -> argument.text();
    };
  }
}
