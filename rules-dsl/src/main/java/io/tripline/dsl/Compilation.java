package io.tripline.dsl;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rule set's text.
 *
 * @param ruleSet the checked rules, or null if there is any error
 * @param diagnostics errors and warnings, sorted by place
 */
public record Compilation(@Nullable RuleSet ruleSet, List<Diagnostic> diagnostics) {
  public Compilation {
    diagnostics = List.copyOf(diagnostics);
  }

  /** Whether the text is wrong. */
  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }
}
