package io.tripline.dsl.editor;

import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.parser.Lexeme.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be made out of a rule that is being typed, from its words alone: no part of it has to be
 * right.
 */
final class RuleOutline {
  /** Clauses in the order in which rules usually have them. */
  static final List<String> CLAUSES =
      List.of(
          "title",
          "severity",
          "tags",
          "param",
          "on",
          "by",
          "pattern",
          "define",
          "after",
          "alert",
          "emit",
          "decide");

  private static final Set<String> NOT_VARIABLES =
      Set.of("consecutive", "any", "greedy", "reluctant", "until");

  private final List<Lexeme> lexemes;
  private final int caret;

  /** The clause that each lexeme is part of; empty before the first one. */
  private final List<String> clauseOf = new ArrayList<>();

  private final Map<String, @Nullable String> variables = new LinkedHashMap<>();
  private final Set<String> defined = new LinkedHashSet<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private final Set<String> types = new LinkedHashSet<>();
  private final Set<String> clauses = new LinkedHashSet<>();
  private @Nullable String shortForm;
  private String clauseAtCaret = "";

  /**
   * @param lexemes of the declaration
   * @param caret how many of them stand before the caret
   */
  RuleOutline(List<Lexeme> lexemes, int caret) {
    this.lexemes = lexemes;
    this.caret = caret;
    String clause = "";
    for (int i = 0; i < lexemes.size(); i++) {
      if (i == caret) {
        clauseAtCaret = clause;
      }
      if (startsClause(i, clause)) {
        clause = lexemes.get(i).text();
        clauses.add(clause);
      }
      clauseOf.add(clause);
    }
    if (caret >= lexemes.size()) {
      clauseAtCaret = clause;
    }
    for (int i = 0; i < lexemes.size(); i++) {
      read(i);
    }
  }

  private boolean startsClause(int i, String current) {
    Lexeme lexeme = lexemes.get(i);
    if (!CLAUSES.contains(lexeme.text()) || i < 2 || i == caret && !isWhole(i)) {
      return false;
    }
    if (lexeme.kind() == Kind.RESERVED) {
      // `by` is a part of `on`, and of windows.
      return !(lexeme.is("by") && current.equals("on"));
    }
    Lexeme next = at(i + 1);
    Lexeme previous = at(i - 1);
    boolean afterSign =
        previous.kind() == Kind.SIGN && !previous.is("{") && !previous.is("}") && !previous.is(")");
    return !afterSign && (next.kind() != Kind.SIGN || next.text().isEmpty());
  }

  /** Whether more follows a word, so that it is not the one being typed. */
  private boolean isWhole(int i) {
    return i + 1 < lexemes.size();
  }

  private Lexeme at(int i) {
    return i >= 0 && i < lexemes.size() ? lexemes.get(i) : new Lexeme(Kind.SIGN, "", 0);
  }

  private void read(int i) {
    Lexeme lexeme = lexemes.get(i);
    Lexeme next = at(i + 1);
    switch (clauseOf.get(i)) {
      case "param" -> {
        if (lexeme.is("param") && next.isName()) {
          parameters.add(next.name());
        }
      }
      case "on" -> {
        if (lexeme.is("on") && next.isName()) {
          shortForm = next.name();
          variables.put("e", shortForm);
          types.add(next.name());
        }
      }
      case "pattern" -> {
        boolean name = lexeme.isName() && !NOT_VARIABLES.contains(lexeme.text());
        boolean afterWithin = at(i - 1).is("within") || at(i - 1).is("[") || at(i - 1).is("..");
        if (name && !afterWithin && i != caret && !inUntil(i)) {
          variables.putIfAbsent(lexeme.name(), null);
        }
      }
      case "define" -> {
        if (lexeme.is(":") && at(i - 1).isName()) {
          String variable = at(i - 1).name();
          defined.add(variable);
          variables.put(variable, next.isName() ? next.name() : null);
          if (next.isName()) {
            types.add(next.name());
          }
        }
      }
      case "by" -> {
        if (lexeme.isName() && next.is(".")) {
          types.add(lexeme.name());
        }
      }
      default -> {}
    }
  }

  private boolean inUntil(int i) {
    for (int at = i - 1; at >= 0 && clauseOf.get(at).equals("pattern"); at--) {
      Lexeme lexeme = lexemes.get(at);
      if (lexeme.is("until")) {
        return true;
      }
      if (lexeme.is("->") || lexeme.is("=>") || lexeme.is("~>") || lexeme.is("within")) {
        return false;
      }
    }
    return false;
  }

  /** The clause that the caret is in; empty if in none. */
  String clauseAtCaret() {
    return clauseAtCaret;
  }

  /** How many lexemes of the clause at the caret stand before the caret. */
  int inClause() {
    int count = 0;
    while (count < caret && clauseOf.get(caret - count - 1).equals(clauseAtCaret)) {
      count++;
    }
    return count;
  }

  /** The clauses that the rule still lacks or can have again, in the usual order. */
  List<String> missingClauses() {
    List<String> missing = new ArrayList<>(CLAUSES);
    missing.removeIf(c -> clauses.contains(c) && !c.equals("param"));
    if (clauses.contains("on")) {
      missing.removeAll(List.of("pattern", "define", "after"));
    }
    if (clauses.contains("pattern") || clauses.contains("define")) {
      missing.remove("on");
    }
    return missing;
  }

  /** With their event types; null where it is not written yet. */
  Map<String, @Nullable String> variables() {
    return variables;
  }

  /** Variables of the pattern that have no definition yet. */
  List<String> undefined() {
    return variables.keySet().stream().filter(v -> !defined.contains(v)).toList();
  }

  Set<String> parameters() {
    return parameters;
  }

  /** Every event type that the rule names. */
  List<String> types() {
    return List.copyOf(types);
  }

  /** The event type of the short form, or null. */
  @Nullable String shortForm() {
    return shortForm;
  }

  /** The event types of which a bare name at the caret can be a field. */
  List<String> tested() {
    return switch (clauseAtCaret) {
      case "on", "alert", "emit" -> shortForm == null ? List.of() : List.of(shortForm);
      case "define" -> definitionAtCaret();
      case "pattern" -> types();
      default -> List.of();
    };
  }

  private List<String> definitionAtCaret() {
    for (int i = caret - 1; i > 0 && clauseOf.get(i).equals("define"); i--) {
      if (lexemes.get(i).is(":") && at(i + 1).isName() && i + 1 < caret) {
        return List.of(at(i + 1).name());
      }
    }
    return List.of();
  }
}
