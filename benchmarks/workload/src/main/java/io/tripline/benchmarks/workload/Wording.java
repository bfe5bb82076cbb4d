package io.tripline.benchmarks.workload;

import io.tripline.benchmarks.workload.RuleSpec.Comparison;
import io.tripline.benchmarks.workload.RuleSpec.Condition;
import io.tripline.benchmarks.workload.RuleSpec.Earlier;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.RuleSpec.Step;
import io.tripline.benchmarks.workload.RuleSpec.Text;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is asked of a payment, as most contenders write it: only where a language has it otherwise
 * is there something to override. Events are called {@code e0}, {@code e1} and so on.
 */
public abstract class Wording {
  /** For subclasses. */
  protected Wording() {}

  /** The name of a field. */
  public String name(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** The sign of a comparison, with the spaces around it. */
  protected String sign(Comparison comparison) {
    return comparison.sign();
  }

  /** A comparison with a number. */
  protected String number(Number number) {
    return name(number.field()) + sign(number.comparison()) + number.value();
  }

  /** All that is asked of one event. */
  public final String step(Step step, String and) {
    return step.conditions().stream().map(this::condition).collect(Collectors.joining(and));
  }

  private String condition(Condition condition) {
    String field = name(condition.field());
    String sign = sign(condition.comparison());
    return switch (condition) {
      case Text text -> field + sign + "'" + text.value() + "'";
      case Number number -> number(number);
      case Earlier earlier -> {
        String factor = earlier.factor() == 1 ? "" : earlier.factor() + " * ";
        yield field + sign + factor + "e" + earlier.step() + "." + field;
      }
    };
  }
}
