package io.tripline.engine.pipeline;

import io.tripline.dsl.function.Kernel;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives rules an error that no rule as users write it has: {@code upper(x)} is broken for texts
 * with an exclamation mark in them. So {@code upper(a.id) != ""} fails at the event {@code a!}.
 */
final class Poison {
  /** Of which the error is one of the stack. */
  static final String DEEP = "!deep";

  /** Of which the error is one of the machine, and not the rule's. */
  static final String MEMORY = "!memory";

  private static volatile boolean cured;

  private Poison() {}

  /** Whether there is no error any more: what happens at an event differs from time to time. */
  static void cured(boolean now) {
    cured = now;
  }

  static RuleSet in(RuleSet ruleSet) {
    return new RuleSet(
        ruleSet.eventTypes(),
        ruleSet.features(),
        ruleSet.lists(),
        ruleSet.tables(),
        ruleSet.rules().stream().map(Poison::in).toList(),
        ruleSet.tests());
  }

  private static Rule in(Rule rule) {
    List<Variable> variables =
        rule.variables().stream()
            .map(
                v ->
                    new Variable(
                        v.name(),
                        v.index(),
                        v.type(),
                        condition(v.condition()),
                        v.repeated(),
                        v.optional()))
            .toList();
    return new Rule(
        rule.name(),
        rule.title(),
        rule.doc(),
        rule.severity(),
        rule.tags(),
        rule.key(),
        variables,
        rule.pattern(),
        rule.withinMillis(),
        rule.skip(),
        rule.matchLimit(),
        alert(rule.alert()),
        rule.emission(),
        rule.decision(),
        rule.place());
  }

  private static @Nullable AlertSpec alert(@Nullable AlertSpec alert) {
    if (alert == null) {
      return null;
    }
    List<Template.Part> parts =
        alert.message().parts().stream()
            .<Template.Part>map(
                part ->
                    part instanceof Template.Hole hole
                        ? new Template.Hole(in(hole.expression()), hole.format())
                        : part)
            .toList();
    return new AlertSpec(new Template(parts), alert.score(), alert.with(), alert.oncePerMillis());
  }

  private static @Nullable Expr condition(@Nullable Expr condition) {
    return condition == null ? null : in(condition);
  }

  private static Expr in(Expr expr) {
    Expr with = expr.withParts(Poison::in);
    return with instanceof Expr.Call call && call.function().equals("upper")
        ? new Expr.Call(
            call.function(), poisoned(call.kernel()), call.arguments(), call.type(), call.place())
        : with;
  }

  private static Kernel poisoned(Kernel healthy) {
    return arguments -> {
      if (arguments[0] instanceof String text && text.contains("!") && !cured) {
        if (text.endsWith(MEMORY)) {
          throw new OutOfMemoryError("a test");
        }
        throw text.endsWith(DEEP) ? overflow(0) : new IllegalStateException("secret " + text);
      }
      return healthy.apply(arguments);
    };
  }

  private static RuntimeException overflow(int depth) {
    RuntimeException deeper = overflow(depth + 1);
    return deeper.getMessage() == null ? deeper : new IllegalStateException("" + depth, deeper);
  }
}
