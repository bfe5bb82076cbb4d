package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Place;
import io.tripline.engine.event.EventLayout;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a generated class refers to that has no place in a class file: its class data. Immutable
 * objects only, as all threads share the class; what has scratch of its own is listed as an
 * expression to be made into a node for each instance. Places in the text of rules are not the
 * class's, but of its instances, so that rules that ask the same share a class.
 */
final class ClassConstants {
  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      ConstantDescs.ofConstantBootstrap(
          ClassDesc.of("java.lang.invoke.MethodHandles"),
          "classDataAt",
          ConstantDescs.CD_Object,
          ConstantDescs.CD_int);

  /** An expression that generated code leaves to the interpreter. */
  record Interpreted(Expr expr, @Nullable EventLayout layout) {}

  private final List<Object> data = new ArrayList<>();
  private final Map<Object, Integer> known = new HashMap<>();
  private final List<Interpreted> interpreted = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();

  /** A constant to load, typed as its class. */
  DynamicConstantDesc<?> of(Object value, Class<?> type) {
    Integer index = known.get(value);
    if (index == null) {
      index = data.size();
      data.add(value);
      known.put(value, index);
    }
    return DynamicConstantDesc.ofNamed(
        CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type.describeConstable().orElseThrow(), index);
  }

  /** The index of a node of the instance. */
  int node(Expr expr, @Nullable EventLayout layout) {
    interpreted.add(new Interpreted(expr, layout));
    return interpreted.size() - 1;
  }

  /** The index of a place of the instance. */
  int place(Place place) {
    int index = places.indexOf(place);
    if (index < 0) {
      index = places.size();
      places.add(place);
    }
    return index;
  }

  /** The class data. */
  List<Object> data() {
    return List.copyOf(data);
  }

  List<Interpreted> interpreted() {
    return List.copyOf(interpreted);
  }

  Place[] places() {
    return places.toArray(Place[]::new);
  }
}
