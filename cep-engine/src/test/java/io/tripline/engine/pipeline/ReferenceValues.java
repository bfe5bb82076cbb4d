package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.match.reference.RefEvaluator;
import io.tripline.engine.match.reference.RefEvent;
import io.tripline.engine.match.reference.RefValues;
import io.tripline.engine.window.NaiveWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Windows and features as the language reference says them: from all events that they were told of
 * up to the tested one, those of the source type that have the key.
 */
final class ReferenceValues implements RefValues {
  private record Question(Expr expr, long number) {}

  private final Rule rule;
  private final Told told;

  private final Map<Question, @Nullable Object> asked = new HashMap<>();

  /** What a window or a feature has been told of. */
  @FunctionalInterface
  interface Told {
    /**
     * The events, in their order, up to the tested one at least.
     *
     * @param value the window or the feature
     */
    List<RefEvent> of(Expr value, RefEvent tested);
  }

  ReferenceValues(Rule rule, Told told) {
    this.rule = rule;
    this.told = told;
  }

  @Override
  public @Nullable Object at(Expr expr, RefEvent tested) {
    Question question = new Question(expr, tested.number());
    if (!asked.containsKey(question)) {
      asked.put(question, value(expr, tested));
    }
    return asked.get(question);
  }

  private @Nullable Object value(Expr expr, RefEvent tested) {
    return switch (expr) {
      case Expr.Windowed(WindowAggregate aggregate, var place) -> {
        List<Integer> key = fields(rule.key(), tested.type());
        yield value(aggregate, key, key, told.of(expr, tested), tested);
      }
      case Expr.FeatureValue(var feature, List<Integer> fields, var place) ->
          value(
              feature.aggregate(),
              fields(feature.key(), feature.aggregate().source().name()),
              fields,
              told.of(expr, tested),
              tested);
      default -> throw new IllegalArgumentException("neither a window nor a feature: " + expr);
    };
  }

  /**
   * @param counted the fields of the counted events that are the key
   * @param asking the fields of the tested event that say which key is meant
   * @param seen the events that there are for it
   */
  private @Nullable Object value(
      WindowAggregate aggregate,
      List<Integer> counted,
      List<Integer> asking,
      List<RefEvent> seen,
      RefEvent tested) {
    List<Long> key = key(tested, asking);
    if (key.contains(Long.MIN_VALUE)) {
      return null; // a part of the key is null
    }
    NaiveWindow<RefEvent> window =
        new NaiveWindow<>(
            aggregate,
            event ->
                aggregate.argument() == null
                    ? Boolean.TRUE
                    : RefEvaluator.argument(aggregate.argument(), event),
            (event, seenFrom) ->
                aggregate.where() == null
                    || RefEvaluator.counts(aggregate.where(), event, seenFrom));
    for (RefEvent event : seen) {
      boolean isTested = event.number() == tested.number();
      if (event.type().equals(aggregate.source().name())
          && key(event, counted).equals(key)
          && !(isTested && isWithoutTested(aggregate.window()))) {
        window.add(event.clock(), event);
      }
      if (isTested) {
        break;
      }
    }
    return window.read(tested.clock(), tested);
  }

  private static boolean isWithoutTested(Window window) {
    return window instanceof Window.Sliding sliding && sliding.previous()
        || window instanceof Window.Panes panes && panes.previous();
  }

  private static List<Integer> fields(Key key, String type) {
    return key.sources().stream()
        .filter(source -> source.type().name().equals(type))
        .findFirst()
        .orElseThrow()
        .fields();
  }

  private static List<Long> key(RefEvent event, List<Integer> fields) {
    List<Long> key = new ArrayList<>();
    fields.forEach(field -> key.add(event.fields()[field]));
    return key;
  }
}
