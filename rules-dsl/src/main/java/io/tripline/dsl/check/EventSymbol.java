package io.tripline.dsl.check;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import java.util.List;

/**
 * A declared event type.
 *
 * @param type a field whose type could not be read has {@link Type.Simple#NULL}; it has been
 *     reported
 * @param place of its name
 * @param incomplete whether it may have fields that could not be read
 */
record EventSymbol(EventType type, Place place, boolean incomplete) {
  String name() {
    return type.name();
  }

  List<String> fieldNames() {
    return type.fields().stream().map(EventType.Field::name).toList();
  }
}
