package io.tripline.dsl.editor;

import io.tripline.dsl.editor.Suggestion.Kind;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.parser.Lexeme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can go on a clause of a rule. */
final class ClauseCompletion {
  private static final Set<String> PATTERN_OPERATORS =
      Set.of("pattern", "->", "=>", "~>", "&", "|", "(", "not", "]");

  private final Declarations declarations;
  private final RuleOutline outline;
  private final Caret caret;
  private final List<Lexeme> before;
  private final List<Suggestion> events;
  private final Expressions expressions;

  /** Makes completions of expressions. */
  interface Expressions {
    ExpressionCompletion of(
        List<String> tested, Map<String, @Nullable String> variables, Set<String> parameters);
  }

  ClauseCompletion(
      Declarations declarations,
      RuleOutline outline,
      Caret caret,
      List<Suggestion> events,
      Expressions expressions) {
    this.declarations = declarations;
    this.outline = outline;
    this.caret = caret;
    this.before = caret.lexemesBefore();
    this.events = events;
    this.expressions = expressions;
  }

  private ExpressionCompletion expression() {
    return expressions.of(
        outline.tested(), new LinkedHashMap<>(outline.variables()), outline.parameters());
  }

  private List<Suggestion> variables() {
    return outline.variables().entrySet().stream()
        .map(
            e ->
                Suggestion.name(
                    Kind.VARIABLE, e.getKey(), e.getValue() == null ? "" : e.getValue(), null))
        .toList();
  }

  List<Suggestion> all() {
    return switch (outline.clauseAtCaret()) {
      case "severity" -> outline.inClause() == 1 ? severities() : List.of();
      case "by" -> key(outline.types());
      case "on" -> trigger();
      case "pattern" -> pattern();
      case "define" -> define();
      case "after" -> after();
      case "alert" -> alert();
      case "emit" -> emit();
      case "decide" ->
          outline.inClause() == 1
              ? ExpressionCompletion.words("decline", "review", "approve")
              : List.of();
      default -> List.of();
    };
  }

  private static List<Suggestion> severities() {
    return Arrays.stream(Severity.values()).map(s -> Suggestion.word(s.text())).toList();
  }

  private List<Suggestion> key(List<String> types) {
    Lexeme last = caret.previous();
    if (last.is(".")) {
      return expression().after(before);
    }
    if (!last.is("by") && !last.is(",") && !last.is("(")) {
      return List.of();
    }
    Map<String, Suggestion> all = new LinkedHashMap<>();
    List<String> known = types.isEmpty() ? List.copyOf(declarations.events().keySet()) : types;
    for (String type : known) {
      expression().fields(type).forEach(f -> all.putIfAbsent(f.label(), f));
    }
    List<Suggestion> keys = new ArrayList<>(all.values());
    keys.addAll(events);
    if (last.is("by")) {
      keys.add(Suggestion.word("none"));
    }
    return keys;
  }

  private List<Suggestion> trigger() {
    List<Lexeme> clause = before.subList(before.size() - outline.inClause(), before.size());
    if (clause.size() == 1) {
      return events;
    }
    if (clause.stream().anyMatch(l -> l.is("when"))) {
      return caret.previous().is("when")
          ? expression().after(List.of())
          : expression().after(before);
    }
    if (clause.size() == 2) {
      return ExpressionCompletion.words("by", "when");
    }
    List<Suggestion> all = new ArrayList<>(key(outline.types()));
    if (all.isEmpty()) {
      all.add(Suggestion.word("when"));
    }
    return all;
  }

  private List<Suggestion> pattern() {
    Lexeme last = caret.previous();
    int until = lastIndexInClause("until");
    int arrow =
        Math.max(
            lastIndexInClause("->"), Math.max(lastIndexInClause("=>"), lastIndexInClause("~>")));
    if (last.is("within") || last.is("[") || last.is("..")) {
      return expression().durations();
    }
    if (until > arrow && until > lastIndexInClause("within")) {
      return last.is("until") ? expression().after(List.of()) : expression().after(before);
    }
    if (PATTERN_OPERATORS.contains(last.text())) {
      List<Suggestion> all = new ArrayList<>(variables());
      all.add(Suggestion.word("not"));
      return all;
    }
    return ExpressionCompletion.words(
        "within", "consecutive", "any", "greedy", "reluctant", "until");
  }

  private int lastIndexInClause(String word) {
    for (int i = before.size() - 1; i >= before.size() - outline.inClause(); i--) {
      if (before.get(i).is(word)) {
        return i;
      }
    }
    return -1;
  }

  private List<Suggestion> define() {
    Lexeme last = caret.previous();
    if (last.is(":")) {
      return events;
    }
    List<Suggestion> all = new ArrayList<>();
    if (caret.startsLine() || last.is("define")) {
      for (String name : outline.undefined()) {
        all.add(
            new Suggestion(
                Kind.VARIABLE, name, Names.written(name) + ": ", "of the pattern", null));
      }
    }
    if (last.is("define")) {
      return all;
    }
    if (caret.previous(2).is(":")) {
      all.add(Suggestion.word("where"));
    } else if (!outline.tested().isEmpty()) {
      all.addAll(last.is("where") ? expression().after(List.of()) : expression().after(before));
    }
    return all;
  }

  private List<Suggestion> after() {
    return switch (caret.previous().text()) {
      case "after" -> ExpressionCompletion.words("match skip");
      case "match" -> ExpressionCompletion.words("skip");
      case "skip" ->
          ExpressionCompletion.words("past last", "to next", "to first", "to last", "none");
      case "none", "next" -> ExpressionCompletion.words("limit");
      case "past" -> ExpressionCompletion.words("last");
      case "to" -> ExpressionCompletion.words("next", "first", "last");
      case "first", "last" -> caret.previous(2).is("to") ? variables() : List.of();
      case "limit" -> List.of();
      default -> caret.previous(3).is("to") ? ExpressionCompletion.words("limit") : List.of();
    };
  }

  private List<Suggestion> alert() {
    Lexeme last = caret.previous();
    if (last.is("alert") || last.is("with")) {
      return List.of();
    }
    if (last.is("once")) {
      return ExpressionCompletion.words("per");
    }
    if (last.is("per")) {
      return expression().durations();
    }
    if (last.is("score")) {
      return outline.parameters().stream()
          .map(p -> Suggestion.name(Kind.PARAMETER, p, "parameter", null))
          .toList();
    }
    boolean inWith = lastIndexInClause("with") >= 0;
    if (inWith && (last.is("=") && caret.previous(2).isName())) {
      return expression().after(List.of());
    }
    List<Suggestion> all = new ArrayList<>();
    if (inWith && !last.is(",")) {
      all.addAll(expression().after(before));
    }
    all.addAll(ExpressionCompletion.words("score", "with", "once per"));
    return all;
  }

  private List<Suggestion> emit() {
    Lexeme last = caret.previous();
    if (last.is("emit")) {
      return events;
    }
    int open = lastIndexInClause("{");
    if (open < 1) {
      return List.of();
    }
    if (last.is("{") || last.is(",") && OpenCall.at(before).isEmpty()) {
      return expression().fields(before.get(open - 1).name()).stream()
          .map(f -> new Suggestion(f.kind(), f.label(), f.insert() + " = ", f.detail(), f.doc()))
          .toList();
    }
    return last.is("=") ? expression().after(List.of()) : expression().after(before);
  }
}
