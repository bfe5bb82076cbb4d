package io.tripline.dsl.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code rule card_testing { … }}.
 *
 * @param doc its {@code ///} text
 * @param clauses in the order of the text; those that could not be read are missing
 * @param unreadable whether a clause is missing for that reason
 */
public record RuleDeclaration(
    Name name, List<Clause> clauses, @Nullable String doc, boolean unreadable) {
  public RuleDeclaration {
    clauses = List.copyOf(clauses);
  }
}
