package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.EventDeclaration.Annotation;
import io.tripline.dsl.syntax.EventDeclaration.Argument;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks one event type. */
final class EventChecker {
  private static final List<String> LATE = List.of("accept", "divert", "drop");
  private static final List<String> ANNOTATIONS = List.of("@id", "@time", "@json", "@pii");

  private final Diagnostics diagnostics;
  private final List<EventType.Field> fields = new ArrayList<>();
  private final Map<String, Place> names = new HashMap<>();
  private final Map<String, Place> jsonNames = new HashMap<>();
  private int timeField = EventType.NO_ID;
  private final ArrivalChecker arrival;
  private int idField = EventType.NO_ID;
  private @Nullable Place timePlace;
  private @Nullable Place idPlace;

  private EventChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
    this.arrival = new ArrivalChecker(diagnostics);
  }

  static EventSymbol check(EventDeclaration event, Diagnostics diagnostics) {
    return new EventChecker(diagnostics).event(event);
  }

  private EventSymbol event(EventDeclaration event) {
    for (FieldDeclaration field : event.fields()) {
      Place first = names.putIfAbsent(field.name().text(), field.name().place());
      if (first == null) {
        field(field);
      } else {
        diagnostics.report(
            Code.DUPLICATE,
            field.name().place(),
            "the field `" + field.name() + "` is declared twice",
            null,
            new Related(first, "it is declared here first"));
      }
    }
    boolean anyBroken =
        event.unreadable() || event.fields().stream().anyMatch(f -> f.type() == null);
    if (timePlace == null && !anyBroken) {
      diagnostics.report(
          Code.TIME_FIELD,
          event.name().place(),
          "the event type `" + event.name() + "` has no field marked @time",
          "mark the timestamp of the event: `time timestamp @time`");
    }
    EventType type =
        new EventType(
            event.name().text(), fields, timeField, idField, arrival.arrival(), event.doc());
    return new EventSymbol(type, event.name().place(), event.unreadable());
  }

  private void field(FieldDeclaration field) {
    Type type = field.type() == null ? null : TypeChecker.check(field.type(), diagnostics);
    String json = field.name().text();
    boolean pii = false;
    Set<String> seen = new HashSet<>();
    for (Annotation annotation : field.annotations()) {
      String name = annotation.name().text();
      if (!seen.add(name)) {
        diagnostics.report(Code.DUPLICATE, annotation.place(), "`@" + name + "` is given twice");
        continue;
      }
      switch (name) {
        case "id" -> id(field, type, annotation);
        case "time" -> time(field, type, annotation);
        case "pii" -> {
          pii = true;
          noArguments(annotation);
        }
        case "json" -> json = json(annotation, json);
        default ->
            diagnostics.report(
                Code.BAD_ANNOTATION,
                annotation.place(),
                "there is no annotation `@" + name + "`",
                DidYouMean.hint("@" + name, ANNOTATIONS));
      }
    }
    Place first = jsonNames.putIfAbsent(json, field.name().place());
    if (first != null) {
      diagnostics.report(
          Code.DUPLICATE,
          field.name().place(),
          "two fields have the name \"" + json + "\" in JSON",
          null,
          new Related(first, "the other one"));
    }
    fields.add(
        new EventType.Field(
            field.name().text(),
            json,
            type == null ? Type.Simple.NULL : type,
            field.nullable(),
            pii));
  }

  private void id(FieldDeclaration field, @Nullable Type type, Annotation annotation) {
    if (idPlace != null) {
      diagnostics.report(
          Code.ID_FIELD,
          annotation.place(),
          "an event type has at most one field marked @id",
          null,
          new Related(idPlace, "the first one"));
      return;
    }
    idPlace = annotation.place();
    idField = fields.size();
    if (type != null && type != Type.Simple.STRING && type != Type.Simple.INT || field.nullable()) {
      diagnostics.report(
          Code.ID_FIELD,
          field.name().place(),
          "the field marked @id must be a string or an int that is never null");
    }
    arrival.id(annotation);
  }

  private void time(FieldDeclaration field, @Nullable Type type, Annotation annotation) {
    if (timePlace != null) {
      diagnostics.report(
          Code.TIME_FIELD,
          annotation.place(),
          "an event type has exactly one field marked @time",
          null,
          new Related(timePlace, "the first one"));
      return;
    }
    timePlace = annotation.place();
    timeField = fields.size();
    if (type != null && type != Type.Simple.TIMESTAMP || field.nullable()) {
      diagnostics.report(
          Code.TIME_FIELD,
          field.name().place(),
          "the field marked @time must be a timestamp that is never null");
    }
    arrival.time(annotation);
  }

  private String json(Annotation annotation, String otherwise) {
    if (annotation.arguments().size() == 1
        && annotation.arguments().getFirst().kind() == Argument.Kind.TEXT
        && !annotation.arguments().getFirst().text().isEmpty()) {
      return annotation.arguments().getFirst().text();
    }
    badArguments(annotation, "`@json` takes a name in quotes: `@json(\"card_number\")`");
    return otherwise;
  }

  private void noArguments(Annotation annotation) {
    if (!annotation.arguments().isEmpty()) {
      badArguments(annotation, "`@" + annotation.name() + "` takes nothing in parentheses");
    }
  }

  private void badArguments(Annotation annotation, String message) {
    badArguments(annotation, message, null);
  }

  private void badArguments(Annotation annotation, String message, @Nullable String hint) {
    diagnostics.report(Code.BAD_ANNOTATION, annotation.place(), message, hint);
  }
}
