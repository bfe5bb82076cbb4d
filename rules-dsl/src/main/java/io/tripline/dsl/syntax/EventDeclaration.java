package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code event Payment { … }}.
 *
 * @param doc its {@code ///} text
 * @param unreadable whether a field could not be read, not even its name
 */
public record EventDeclaration(
    Name name, List<FieldDeclaration> fields, @Nullable String doc, boolean unreadable) {
  public EventDeclaration {
    fields = List.copyOf(fields);
  }

  /**
   * A field.
   *
   * @param type null if it could not be read
   */
  public record FieldDeclaration(
      Name name, @Nullable TypeName type, boolean nullable, List<Annotation> annotations) {
    public FieldDeclaration {
      annotations = List.copyOf(annotations);
    }
  }

  /** {@code decimal(2)}, {@code enum(POS, ECOM)}. */
  public record TypeName(Name name, List<Argument> arguments, Place place) {
    public TypeName {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code @json("card_number")}. */
  public record Annotation(Name name, List<Argument> arguments, Place place) {
    public Annotation {
      arguments = List.copyOf(arguments);
    }
  }

  /** What stands in the parentheses of a type or an annotation. */
  public record Argument(Kind kind, String text, Place place) {
    /** What it looks like. */
    public enum Kind {
      NAME,
      TEXT,
      INTEGER,
      DURATION
    }
  }
}
