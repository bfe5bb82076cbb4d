package io.tripline.dsl;

import io.tripline.dsl.check.Availability;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rule set's text.
 *
 * @param ruleSet the checked rules, or null if there is any error; {@link #runnable} has those that
 *     can run
 * @param diagnostics errors and warnings, sorted by place
 */
public record Compilation(@Nullable RuleSet ruleSet, List<Diagnostic> diagnostics) {
  public Compilation {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * The checked rules, or null if there is any error, or anything that the engine cannot run yet.
   */
  public @Nullable RuleSet runnable() {
    return diagnostics.stream().anyMatch(d -> d.code().equals(Code.NOT_AVAILABLE_YET.id()))
        ? null
        : ruleSet;
  }

  /** Whether the engine can run a rule, be it that it cannot run others of its rule set. */
  public static boolean canRun(Rule rule) {
    return Availability.canRun(rule);
  }

  /** Whether the text is wrong. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
