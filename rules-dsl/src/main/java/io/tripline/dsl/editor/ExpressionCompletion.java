package io.tripline.dsl.editor;

import io.tripline.dsl.editor.Suggestion.Kind;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can go on an expression. */
final class ExpressionCompletion {
  private static final Set<String> COMPARISONS = Set.of("=", "!=", "<>");
  private static final Set<String> ENDS = Set.of(")", "]");
  private static final Set<String> END_WORDS = Set.of("true", "false", "null", "end");
  private static final List<String> WINDOWS =
      List.of("previous", "last", "session", "day", "hour", "month");
  private static final List<String> UNITS = List.of("km", "mi", "km/h", "mph");

  private final Declarations declarations;
  private final List<String> tested;
  private final Map<String, @Nullable String> variables;
  private final Set<String> parameters;

  /**
   * @param tested the event types of which bare names are fields
   */
  ExpressionCompletion(
      Declarations declarations,
      List<String> tested,
      Map<String, @Nullable String> variables,
      Set<String> parameters) {
    this.declarations = declarations;
    this.tested = tested;
    this.variables = variables;
    this.parameters = parameters;
  }

  /** What can follow some lexemes, of which the last ones are the expression so far. */
  List<Suggestion> after(List<Lexeme> before) {
    Lexeme last = last(before, 1);
    return switch (last.text()) {
      case "." -> members(before);
      case "over" -> windows();
      case "previous", "delayed", "every" -> durations();
      case "approx" -> approximable();
      case "is" -> words("null", "not null");
      case "in" -> lists();
      default -> {
        if (last.is("not") && endsOperand(last(before, 2))) {
          yield words("in", "between", "like", "matches");
        }
        if (!endsOperand(last)) {
          yield values(before);
        }
        List<Suggestion> next = new ArrayList<>(ofWindow(before));
        if (last.kind() == Lexeme.Kind.NUMBER) {
          UNITS.forEach(unit -> next.add(Suggestion.of(Kind.VALUE, unit, "unit")));
        }
        if (last.is(")")) {
          next.add(Suggestion.word("over"));
        }
        next.addAll(words("and", "or", "in", "not", "between", "like", "matches", "is null"));
        next.add(Suggestion.word("is not null"));
        yield next;
      }
    };
  }

  private static Lexeme last(List<Lexeme> lexemes, int n) {
    return lexemes.size() >= n
        ? lexemes.get(lexemes.size() - n)
        : new Lexeme(Lexeme.Kind.SIGN, "", 0);
  }

  private static boolean endsOperand(Lexeme lexeme) {
    return switch (lexeme.kind()) {
      case NAME, QUOTED_NAME, NUMBER, DURATION, TEXT -> true;
      case SIGN -> ENDS.contains(lexeme.text());
      case RESERVED -> END_WORDS.contains(lexeme.text());
      default -> false;
    };
  }

  static List<Suggestion> words(String... words) {
    return List.of(words).stream().map(Suggestion::word).toList();
  }

  // ---- values

  private List<Suggestion> values(List<Lexeme> before) {
    List<Suggestion> all = new ArrayList<>(enumValues(before));
    tested.forEach(type -> all.addAll(fields(type)));
    parameters.forEach(p -> all.add(Suggestion.name(Kind.PARAMETER, p, "parameter", null)));
    variables.forEach(
        (name, type) ->
            all.add(Suggestion.name(Kind.VARIABLE, name, type == null ? "" : type, null)));
    declarations
        .features()
        .forEach((n, f) -> all.add(Suggestion.name(Kind.FEATURE, n, "feature", f.doc())));
    declarations
        .tables()
        .forEach((n, t) -> all.add(Suggestion.name(Kind.TABLE, n, "table", t.doc())));
    for (Documented function : Functions.documented()) {
      all.add(function(function));
    }
    all.addAll(words("not", "case", "approx", "true", "false", "null"));
    return all;
  }

  private static List<Suggestion> approximable() {
    return AggregateFunction.all().stream()
        .filter(AggregateFunction::isApproximable)
        .map(ExpressionCompletion::function)
        .toList();
  }

  /** What can follow {@code over 7d}, if that stands last. */
  private static List<Suggestion> ofWindow(List<Lexeme> before) {
    boolean previous = last(before, 2).is("previous");
    if (!last(before, previous ? 3 : 2).is("over")) {
      return List.of();
    }
    return previous ? words("every") : words("delayed", "every");
  }

  /** A function, with the parenthesis that begins its arguments. */
  static Suggestion function(Documented function) {
    return new Suggestion(
        Kind.FUNCTION,
        function.name(),
        function.name() + "(",
        function.signature() + ": " + function.gives(),
        function.doc());
  }

  List<Suggestion> fields(@Nullable String type) {
    EventDeclaration event = type == null ? null : declarations.events().get(type);
    return event == null
        ? List.of()
        : event.fields().stream()
            .map(f -> Suggestion.name(Kind.FIELD, f.name().text(), TypeText.of(f), null))
            .toList();
  }

  private List<Suggestion> members(List<Lexeme> before) {
    Lexeme owner = last(before, 2);
    if (owner.is("]")) {
      return columns(before);
    }
    if (!owner.isName()) {
      return List.of();
    }
    if (variables.containsKey(owner.name())) {
      return fields(variables.get(owner.name()));
    }
    if (owner.is("this")) {
      return tested.stream().flatMap(type -> fields(type).stream()).toList();
    }
    return fields(owner.name());
  }

  /** {@code customers[account].} */
  private List<Suggestion> columns(List<Lexeme> before) {
    int depth = 0;
    for (int i = before.size() - 2; i > 0; i--) {
      if (before.get(i).is("]")) {
        depth++;
      } else if (before.get(i).is("[") && --depth == 0) {
        TableDeclaration table = declarations.tables().get(before.get(i - 1).name());
        return table == null
            ? List.of()
            : table.columns().stream()
                .map(c -> Suggestion.name(Kind.FIELD, c.name().text(), TypeText.of(c), null))
                .toList();
      }
    }
    return List.of();
  }

  private List<Suggestion> lists() {
    return declarations.lists().entrySet().stream()
        .map(
            e ->
                Suggestion.name(
                    Kind.LIST,
                    e.getKey(),
                    "list of " + TypeText.of(e.getValue().element()),
                    e.getValue().doc()))
        .toList();
  }

  private List<Suggestion> windows() {
    List<Suggestion> all = new ArrayList<>(durations());
    all.addAll(words(WINDOWS.toArray(String[]::new)));
    return all;
  }

  /** Durations that people often mean, and parameters, which can be durations too. */
  List<Suggestion> durations() {
    List<Suggestion> all = new ArrayList<>();
    for (String each : List.of("1m", "10m", "1h", "1d")) {
      all.add(Suggestion.of(Kind.VALUE, each, "duration"));
    }
    parameters.forEach(p -> all.add(Suggestion.name(Kind.PARAMETER, p, "parameter", null)));
    return all;
  }

  // ---- the values of what is compared

  private List<Suggestion> enumValues(List<Lexeme> before) {
    int operand = comparedOperand(before);
    Map<String, Suggestion> values = new LinkedHashMap<>();
    for (Symbol field : fieldsEndingAt(before, operand)) {
      for (String value : declarations.values(field)) {
        values.putIfAbsent(
            value, Suggestion.name(Kind.ENUM_VALUE, value, "value of " + field.name(), null));
      }
    }
    return List.copyOf(values.values());
  }

  /** The index of the last lexeme of what is compared with the word being typed, or −1. */
  private static int comparedOperand(List<Lexeme> before) {
    int at = before.size() - 1;
    if (at < 1) {
      return -1;
    }
    if (COMPARISONS.contains(before.get(at).text())) {
      return at - 1;
    }
    // `channel in (POS, ` or `channel not in (`
    while (at >= 0 && (before.get(at).is(",") || before.get(at).isName())) {
      at--;
    }
    if (at < 2 || !before.get(at).is("(") || !before.get(at - 1).is("in")) {
      return -1;
    }
    return before.get(at - 2).is("not") ? at - 3 : at - 2;
  }

  private List<Symbol> fieldsEndingAt(List<Lexeme> before, int end) {
    if (end < 0 || !before.get(end).isName()) {
      return List.of();
    }
    String name = before.get(end).name();
    if (end >= 2 && before.get(end - 1).is(".") && before.get(end - 2).isName()) {
      String owner = before.get(end - 2).name();
      String type = variables.get(owner);
      if (owner.equals("this")) {
        return tested.stream().map(t -> Symbol.field(t, name)).toList();
      }
      return List.of(Symbol.field(type == null ? owner : type, name));
    }
    return Stream.concat(
            tested.stream().map(type -> Symbol.field(type, name)),
            declarations.fieldsOfFeature(name).stream())
        .toList();
  }
}
