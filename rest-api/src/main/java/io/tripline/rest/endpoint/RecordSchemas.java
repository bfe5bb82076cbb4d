package io.tripline.rest.endpoint;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The schemas of the records that go over the wire, as {@code Json} reads and writes them. */
public final class RecordSchemas {
  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Set<Class<?>> WHOLE =
      Set.of(int.class, long.class, Integer.class, Long.class, short.class, byte.class);

  private RecordSchemas() {}

  /** What is answered: every member is there, null where it has no value. */
  public static Schema answer(Class<? extends Record> type) {
    return object(type, false);
  }

  /** What is asked for: members may be missing but those that {@link Meaning} requires. */
  public static Schema request(Class<? extends Record> type) {
    return object(type, true);
  }

  private static Schema object(Class<?> type, boolean request) {
    Schema.Members members = Schema.object(name(type));
    for (RecordComponent component : type.getRecordComponents()) {
      Meaning meaning = component.getAnnotation(Meaning.class);
      Schema schema = of(component.getAnnotatedType(), request);
      if (meaning != null) {
        schema = schema.meaning(meaning.value());
      }
      boolean required = request ? meaning != null && meaning.required() : true;
      if (required) {
        members.member(member(component.getName()), schema);
      } else {
        members.maybe(member(component.getName()), schema);
      }
    }
    return members.end();
  }

  private static Schema of(AnnotatedType annotated, boolean request) {
    Schema schema = plain(annotated, request);
    return annotated.isAnnotationPresent(Nullable.class) ? schema.orNull() : schema;
  }

  private static Schema plain(AnnotatedType annotated, boolean request) {
    Type type = annotated.getType();
    if (type instanceof ParameterizedType generic
        && annotated instanceof AnnotatedParameterizedType arguments) {
      AnnotatedType[] all = arguments.getAnnotatedActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return Schema.list(of(all[0], request));
      }
      if (generic.getRawType() == Map.class) {
        return Schema.map(of(all[1], request));
      }
    }
    if (!(type instanceof Class<?> plain)) {
      throw new IllegalArgumentException("no JSON is made of " + type);
    }
    if (plain == String.class) {
      return Schema.text();
    } else if (plain == boolean.class || plain == Boolean.class) {
      return Schema.flag();
    } else if (WHOLE.contains(plain)) {
      return Schema.integer();
    } else if (plain == double.class || plain == Double.class) {
      return Schema.number();
    } else if (plain == Instant.class) {
      return Schema.time();
    } else if (plain == Object.class || plain == JsonNode.class) {
      return Schema.any();
    } else if (plain.isRecord()) {
      return object(plain, request);
    }
    throw new IllegalArgumentException("no JSON is made of " + plain);
  }

  /** A record that says in its own name that it is a form of something is named as that. */
  private static String name(Class<?> type) {
    return type.getSimpleName().replaceFirst("(?<=.)(Form|Json)$", "");
  }

  private static String member(String component) {
    return HUMP.matcher(component).replaceAll("_").toLowerCase(Locale.ROOT);
  }
}
