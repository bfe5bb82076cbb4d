package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The clauses of a rule by their kind; a kind that is given twice, or in the wrong form, is
 * reported.
 */
final class Clauses {
  private final RuleDeclaration rule;
  private final Diagnostics diagnostics;
  private final Map<Class<?>, Clause> first = new HashMap<>();

  Clauses(RuleDeclaration rule, Diagnostics diagnostics) {
    this.rule = rule;
    this.diagnostics = diagnostics;
    for (Clause clause : rule.clauses()) {
      if (!(clause instanceof Clause.Parameter)) {
        add(clause);
      }
    }
    checkForm();
  }

  private void add(Clause clause) {
    Clause before = first.putIfAbsent(clause.getClass(), clause);
    if (before != null) {
      diagnostics.report(
          Code.DUPLICATE,
          clause.place(),
          "`" + word(clause) + "` is given twice",
          null,
          new Related(before.place(), "it is given here first"));
    }
  }

  private static String word(Clause clause) {
    return switch (clause) {
      case Clause.Title c -> "title";
      case Clause.SeverityClause c -> "severity";
      case Clause.Tags c -> "tags";
      case Clause.Parameter c -> "param";
      case Clause.By c -> "by";
      case Clause.On c -> "on";
      case Clause.PatternClause c -> "pattern";
      case Clause.Define c -> "define";
      case Clause.AfterMatch c -> "after match";
      case Clause.Alert c -> "alert";
      case Clause.Emit c -> "emit";
      case Clause.Decide c -> "decide";
    };
  }

  private void checkForm() {
    Clause on = first.get(Clause.On.class);
    for (Class<?> kind :
        List.of(Clause.By.class, Clause.PatternClause.class, Clause.Define.class)) {
      Clause other = first.get(kind);
      if (on != null && other != null) {
        diagnostics.report(
            Code.MIXED_FORMS,
            other.place(),
            "a rule with `on` has no `" + word(other) + "`",
            other instanceof Clause.By
                ? "write `on T by key when …`"
                : "for a sequence, write `by`, `pattern` and `define` without `on`",
            new Related(on.place(), "the short form begins here"));
      }
    }
    if (rule.unreadable()) {
      return;
    }
    if (on == null) {
      require(Clause.By.class, "by", "`by none` puts all events together");
      require(Clause.PatternClause.class, "pattern", "or for a single event `on T by key when …`");
      if (first.containsKey(Clause.PatternClause.class)) {
        require(Clause.Define.class, "define", "it says which events the variables take");
      }
    } else if (((Clause.On) on).key() == null && !first.containsKey(Clause.By.class)) {
      missing("by", "write `on T by key when …`; `by none` puts all events together");
    }
    if (!first.containsKey(Clause.Emit.class) && !first.containsKey(Clause.Decide.class)) {
      require(
          Clause.Alert.class,
          "alert",
          "it is what the rule says when it matches; `emit` or `decide` can stand in its place");
    }
  }

  private void require(Class<?> kind, String word, String hint) {
    if (!first.containsKey(kind)) {
      missing(word, hint);
    }
  }

  private void missing(String word, String hint) {
    Place place = rule.name().place();
    diagnostics.report(
        Code.MISSING_CLAUSE, place, "the rule `" + rule.name() + "` has no `" + word + "`", hint);
  }

  <C extends Clause> @Nullable C get(Class<C> kind) {
    Clause clause = first.get(kind);
    return clause == null ? null : kind.cast(clause);
  }

  List<Clause.Parameter> parameters() {
    return rule.clauses().stream()
        .filter(Clause.Parameter.class::isInstance)
        .map(Clause.Parameter.class::cast)
        .toList();
  }
}
