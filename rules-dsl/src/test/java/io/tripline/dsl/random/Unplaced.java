package io.tripline.dsl.random;

import io.tripline.dsl.ir.Place;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Trees of records without the places in them, so that trees of two texts can be compared. */
public final class Unplaced {
  private Unplaced() {}

  /** The tree as text. */
  public static String of(@Nullable Object tree) {
    return switch (tree) {
      case List<?> list -> {
        StringJoiner items = new StringJoiner(", ", "[", "]");
        list.forEach(item -> items.add(of(item)));
        yield items.toString();
      }
      case Record record -> {
        StringJoiner parts = new StringJoiner(", ", record.getClass().getSimpleName() + "(", ")");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
          if (component.getType() != Place.class) {
            parts.add(component.getName() + "=" + of(get(record, component)));
          }
        }
        yield parts.toString();
      }
      case null, default -> String.valueOf(tree);
    };
  }

  private static @Nullable Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
