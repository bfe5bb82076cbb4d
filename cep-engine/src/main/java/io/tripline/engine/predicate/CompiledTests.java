package io.tripline.engine.predicate;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.expression.EventCode;
import io.tripline.engine.feature.Canonical;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of events of one type as code, in classes. Where a few conditions come to many, these
 * few get a class of their own; once there are many such classes, all is compiled again. Immutable.
 */
final class CompiledTests {
  /** How many classes there may be more than are needed. */
  private static final int MOST_MORE = 8;

  private final EventLayout layout;
  // By the texts of conditions.
  private final Map<String, Place> places;

  /**
   * Where a condition is.
   *
   * @param index in the class
   * @param features that it reads
   */
  record Place(EventCode code, int index, List<String> features) {}

  private CompiledTests(EventLayout layout, Map<String, Place> places) {
    this.layout = layout;
    this.places = places;
  }

  /**
   * Compiles conditions that are not yet.
   *
   * @param texts of conditions, which tell whether they are equal
   * @param before those of the type before; null if there are none
   */
  static CompiledTests of(
      EventLayout layout,
      List<Expr> conditions,
      Function<Expr, String> texts,
      @Nullable CompiledTests before) {
    Map<String, Place> places = new HashMap<>();
    List<Expr> others = new ArrayList<>();
    for (Expr condition : conditions) {
      String text = texts.apply(condition);
      Place known = before == null ? null : before.find(text, layout);
      if (known == null) {
        others.add(condition);
      } else {
        places.put(text, known);
      }
    }
    Set<EventCode> kept = new LinkedHashSet<>();
    places.values().forEach(place -> kept.add(place.code()));
    if (kept.size() + parts(others).size() > parts(conditions).size() + MOST_MORE) {
      others = conditions;
    }
    for (List<Expr> part : parts(others)) {
      EventCode code = EventCode.tests(layout, part);
      for (int i = 0; i < part.size(); i++) {
        List<String> features = features(part.get(i), layout.type());
        places.put(texts.apply(part.get(i)), new Place(code, i, features));
      }
    }
    return new CompiledTests(layout, places);
  }

  /** What goes into a class each. */
  private static List<List<Expr>> parts(List<Expr> conditions) {
    int[] weights = conditions.stream().mapToInt(EventCode::weight).toArray();
    List<List<Expr>> parts = new ArrayList<>();
    int from = 0;
    while (from < weights.length) {
      int to = from + EventCode.fitting(weights, from);
      parts.add(List.copyOf(conditions.subList(from, to)));
      from = to;
    }
    return parts;
  }

  private static List<String> features(Expr condition, EventType type) {
    List<String> texts = new ArrayList<>();
    condition.walk(
        e -> {
          if (e instanceof Expr.FeatureValue value) {
            texts.add(new Canonical(type).text(value));
          }
        });
    return List.copyOf(texts);
  }

  /** Where a condition is that can be asked of events of a layout, too; null if it is nowhere. */
  private @Nullable Place find(String text, EventLayout other) {
    Place place = other.isLike(layout) ? places.get(text) : null;
    boolean fits =
        place != null
            && place.features().stream()
                .allMatch(feature -> other.features().hasAlike(feature, layout.features()));
    return fits ? place : null;
  }

  /** Where a condition is that is among them. */
  Place place(String text) {
    Place place = places.get(text);
    if (place == null) {
      throw new IllegalArgumentException("not compiled: " + text);
    }
    return place;
  }
}
