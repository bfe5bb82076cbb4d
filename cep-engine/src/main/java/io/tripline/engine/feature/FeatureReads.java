package io.tripline.engine.feature;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which features a rule reads, at events of which types. */
public final class FeatureReads {
  private FeatureReads() {}

  /**
   * A feature that is read at events of a type.
   *
   * @param text equal for such as have equal values; see {@link Canonical}
   */
  public record Read(EventType type, Expr.FeatureValue value, String text) {
    Read(EventType type, Expr.FeatureValue value) {
      this(type, value, new Canonical(type).text(value));
    }
  }

  /**
   * What a rule reads, each once.
   *
   * @param rule as {@link RuleFeatures} leaves it
   */
  public static List<Read> of(Rule rule) {
    Map<String, Read> found = new LinkedHashMap<>();
    for (Variable variable : rule.variables()) {
      add(variable.condition(), variable.type(), found);
    }
    addUntils(rule.pattern(), found);
    // What is told is the last value over the one variable of the short form.
    rule.walk(
        e -> {
          if (e instanceof Expr.Aggregate aggregate) {
            add(aggregate.argument(), rule.variables().get(aggregate.variable()).type(), found);
          }
        });
    return new ArrayList<>(found.values());
  }

  private static void addUntils(Pattern pattern, Map<String, Read> found) {
    if (pattern instanceof Pattern.Repetition repetition) {
      repetition.until().forEach(until -> add(until.condition(), until.type(), found));
    }
    pattern.inner().forEach(part -> addUntils(part, found));
  }

  private static void add(@Nullable Expr expr, EventType type, Map<String, Read> found) {
    if (expr != null) {
      expr.walk(
          e -> {
            if (e instanceof Expr.FeatureValue value) {
              Read read = new Read(type, value);
              found.putIfAbsent(type.name() + ": " + read.text(), read);
            }
          });
    }
  }
}
