package io.tripline.dsl.editor;

import io.tripline.dsl.check.TypeNames;
import io.tripline.dsl.editor.Suggestion.Kind;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.parser.Lexeme;
import io.tripline.dsl.parser.Lexemes;
import io.tripline.dsl.syntax.TableDeclaration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what could be typed at a place. It goes by the words around the place and needs no part of
 * the text to be right.
 */
public final class Completer {
  private static final List<String> DECLARATIONS =
      List.of("event", "rule", "feature", "list", "table", "test");
  private static final Set<String> CALENDAR = Set.of("day", "hour", "month");

  private final Declarations declarations;
  private final Snapshot snapshot;
  private final Caret caret;

  private Completer(Snapshot snapshot, Caret caret) {
    this.snapshot = snapshot;
    this.declarations = snapshot.symbols().declarations();
    this.caret = caret;
  }

  /** What could be typed at an offset of a file; nothing in comments and in plain text. */
  public static Completions complete(Snapshot snapshot, String file, int offset) {
    Source source = snapshot.sources().get(file);
    if (source == null || offset < 0 || offset > source.file().text().length()) {
      return new Completions(new Span(file, Math.max(0, offset), Math.max(0, offset)), List.of());
    }
    Optional<Caret> found = Caret.at(source.file().text(), offset, source.lexemes());
    if (found.isEmpty() || found.get().inNumber()) {
      return new Completions(new Span(file, offset, offset), List.of());
    }
    Caret caret = found.get();
    Completer completer = new Completer(snapshot, caret);
    if (caret.inside() != null) {
      return completer.inText(file, caret.inside());
    }
    return new Completions(new Span(file, caret.start(), offset), completer.inCode());
  }

  private List<Suggestion> inCode() {
    int declaration = caret.declaration();
    int depth = declaration < 0 ? -1 : caret.depthSince(declaration);
    if (depth < 0 || depth == 0 && caret.startsLine()) {
      return ExpressionCompletion.words(DECLARATIONS.toArray(String[]::new));
    }
    return switch (caret.all().get(declaration).text()) {
      case "event" -> depth == 0 ? List.of() : field(true);
      case "list" -> list(declaration);
      case "table" -> depth == 0 ? table(declaration) : field(false);
      case "feature" -> feature(declaration);
      case "test" -> test(declaration, depth);
      default -> depth == 0 ? List.of() : rule(declaration, depth);
    };
  }

  // ---- events, lists, tables

  private List<Suggestion> field(boolean annotations) {
    Lexeme last = caret.previous();
    if (last.is("@")) {
      return annotations();
    }
    Optional<OpenCall> open = OpenCall.at(caret.lexemesBefore());
    if (open.isPresent()) {
      return switch (open.get().function()) {
        case "time" ->
            last.is("late")
                ? ExpressionCompletion.words("accept", "divert", "drop")
                : ExpressionCompletion.words("lateness", "late");
        case "id" -> ExpressionCompletion.words("dedupe");
        default -> List.of();
      };
    }
    int onLine = caret.onLine();
    boolean first = onLine == 0 || last.is("{") || last.is(",");
    if (first) {
      return List.of(); // a new name
    }
    if (onLine == 1 && last.isName() || caret.previous(2).is("{") || caret.previous(2).is(",")) {
      return types();
    }
    List<Suggestion> marks = new ArrayList<>();
    if (annotations) {
      annotations().forEach(a -> marks.add(Suggestion.of(a.kind(), "@" + a.label(), a.detail())));
    }
    return marks;
  }

  private static List<Suggestion> annotations() {
    return List.of(
        Suggestion.of(Kind.ANNOTATION, "id", "identifies the event"),
        Suggestion.of(Kind.ANNOTATION, "time", "the time of the event"),
        Suggestion.of(Kind.ANNOTATION, "json", "the field's name in JSON"),
        Suggestion.of(Kind.ANNOTATION, "pii", "personal data"));
  }

  private static List<Suggestion> types() {
    return TypeNames.ALL.stream().map(t -> Suggestion.of(Kind.TYPE, t, "")).toList();
  }

  private List<Suggestion> list(int declaration) {
    return switch (caret.lexemesBefore().size() - declaration) {
      case 2 -> ExpressionCompletion.words("of");
      case 3 -> types();
      default -> List.of();
    };
  }

  private List<Suggestion> table(int declaration) {
    List<Lexeme> before = caret.lexemesBefore();
    int words = before.size() - declaration;
    if (words > 4 && before.getLast().text().equals("from")) {
      return events();
    }
    return switch (words) {
      case 2 -> ExpressionCompletion.words("key");
      case 4 -> {
        List<Suggestion> all = new ArrayList<>(types());
        all.addAll(ExpressionCompletion.words("from"));
        yield all;
      }
      case 5 -> ExpressionCompletion.words("from");
      default -> List.of();
    };
  }

  // ---- features

  private List<Suggestion> feature(int declaration) {
    List<Lexeme> before = caret.lexemesBefore().subList(declaration, caret.before());
    int by = lastIndexOf(before, "by");
    int over = lastIndexOf(before, "over");
    Set<String> types = new TreeSet<>();
    for (Lexeme lexeme : caret.all().subList(declaration, caret.endOfDeclaration(declaration))) {
      if (lexeme.isName() && declarations.events().containsKey(lexeme.name())) {
        types.add(lexeme.name());
      }
    }
    ExpressionCompletion expressions = expressions(List.copyOf(types), Map.of(), Set.of());
    Lexeme last = before.getLast();
    if (over > by) {
      return over == before.size() - 1 ? expressions.after(before) : List.of();
    }
    if (last.is(".")) {
      return expressions.after(before);
    }
    if (by > 0) {
      List<Suggestion> keys = new ArrayList<>();
      types.forEach(type -> keys.addAll(expressions.fields(type)));
      keys.add(Suggestion.word(by == before.size() - 1 ? "none" : "over"));
      return keys;
    }
    if (before.size() < 3) {
      return List.of();
    }
    if (last.is("=")) {
      return AggregateFunction.all().stream().map(ExpressionCompletion::function).toList();
    }
    if (OpenCall.at(before).isEmpty()) {
      return ExpressionCompletion.words("by");
    }
    List<Suggestion> all = new ArrayList<>();
    if (lastIndexOf(before, "where") < 0) {
      all.addAll(events());
      all.add(Suggestion.word("where"));
    }
    all.addAll(expressions.after(before));
    return all;
  }

  private static int lastIndexOf(List<Lexeme> lexemes, String word) {
    for (int i = lexemes.size() - 1; i >= 0; i--) {
      if (lexemes.get(i).is(word)) {
        return i;
      }
    }
    return -1;
  }

  // ---- tests

  private List<Suggestion> test(int declaration, int depth) {
    List<Lexeme> before = caret.lexemesBefore();
    Lexeme last = caret.previous();
    if (depth == 0) {
      return before.size() - declaration == 1 ? rules() : List.of();
    }
    String rule = before.size() > declaration + 1 ? before.get(declaration + 1).name() : "";
    if (depth >= 2) {
      boolean afterName = !last.is("{") && !last.is(",");
      Lexeme owner = before.get(lastIndexOf(before, "{") - 1);
      return afterName ? List.of() : inBraces(owner, rule);
    }
    if (caret.startsLine() || last.is("{")) {
      List<Suggestion> all = new ArrayList<>(events());
      all.addAll(ExpressionCompletion.words("expect", "param"));
      declarations
          .lists()
          .forEach((n, l) -> all.add(Suggestion.name(Kind.LIST, n, "list", l.doc())));
      declarations
          .tables()
          .forEach((n, t) -> all.add(Suggestion.name(Kind.TABLE, n, "table", t.doc())));
      return all;
    }
    return switch (last.text()) {
      case "param" -> parameters(rule);
      case "expect" ->
          ExpressionCompletion.words(
              "alert",
              "no alert",
              "no other alert",
              "decision",
              "no decision",
              "no other decision");
      case "no" -> ExpressionCompletion.words("alert", "other alert", "decision", "other decision");
      case "other" -> ExpressionCompletion.words("alert", "decision");
      case "decision" -> ExpressionCompletion.words("approve", "review", "decline");
      case "approve", "review", "decline" -> ExpressionCompletion.words("at");
      case "alert" -> caret.previous(2).is("expect") ? rules() : List.of();
      default -> ExpressionCompletion.words("for", "at");
    };
  }

  /** The columns of an event or a table, or what can be expected of an alert. */
  private List<Suggestion> inBraces(Lexeme owner, String rule) {
    if (owner.isName() && declarations.events().containsKey(owner.name())) {
      return expressions(List.of(), Map.of(), Set.of()).fields(owner.name());
    }
    if (owner.isName() && declarations.tables().containsKey(owner.name())) {
      TableDeclaration table = declarations.tables().get(owner.name());
      List<Suggestion> columns = new ArrayList<>();
      columns.add(Suggestion.name(Kind.FIELD, table.key().text(), "the key", null));
      table
          .columns()
          .forEach(
              c -> columns.add(Suggestion.name(Kind.FIELD, c.name().text(), TypeText.of(c), null)));
      return columns;
    }
    return owner.isName() && declarations.lists().containsKey(owner.name())
        ? List.of()
        : expected(rule);
  }

  private List<Suggestion> parameters(String rule) {
    return snapshot.symbols().declaredIn(rule).stream()
        .filter(s -> s.symbol().kind() == Symbol.Kind.PARAMETER)
        .map(s -> Suggestion.name(Kind.PARAMETER, s.symbol().name(), "parameter", null))
        .toList();
  }

  /** What can be expected of an alert. */
  private List<Suggestion> expected(String rule) {
    List<Suggestion> all = new ArrayList<>();
    all.add(Suggestion.word("score"));
    snapshot.symbols().declaredIn(rule).stream()
        .filter(s -> s.symbol().kind() != Symbol.Kind.PARAMETER)
        .map(s -> Suggestion.name(Kind.VARIABLE, s.symbol().name(), "", null))
        .forEach(all::add);
    return all;
  }

  private List<Suggestion> rules() {
    return snapshot.symbols().symbols().stream()
        .filter(info -> info.symbol().kind() == Symbol.Kind.RULE)
        .map(info -> Suggestion.name(Kind.RULE, info.symbol().name(), "rule", info.doc()))
        .toList();
  }

  private List<Suggestion> events() {
    return declarations.events().values().stream()
        .map(e -> Suggestion.name(Kind.EVENT, e.name().text(), "event type", e.doc()))
        .toList();
  }

  // ---- rules

  private RuleOutline outline(int declaration) {
    return new RuleOutline(
        caret.all().subList(declaration, caret.endOfDeclaration(declaration)),
        caret.before() - declaration);
  }

  private List<Suggestion> rule(int declaration, int depth) {
    RuleOutline outline = outline(declaration);
    List<Suggestion> all = new ArrayList<>();
    boolean newClause = depth == 1 && (caret.startsLine() || caret.previous().is("{"));
    if (!outline.clauseAtCaret().isEmpty()) {
      all.addAll(
          new ClauseCompletion(declarations, outline, caret, events(), this::expressions).all());
    }
    if (newClause) {
      outline.missingClauses().forEach(c -> all.add(Suggestion.word(c)));
    }
    return all;
  }

  private ExpressionCompletion expressions(
      List<String> tested, Map<String, @Nullable String> variables, Set<String> parameters) {
    return new ExpressionCompletion(declarations, tested, variables, parameters);
  }

  // ---- inside of quotes

  private Completions inText(String file, Lexeme text) {
    int offset = caret.offset();
    Completions nothing = new Completions(new Span(file, offset, offset), List.of());
    if (text.kind() == Lexeme.Kind.ROW) {
      return nothing;
    }
    if (isTimeZone()) {
      boolean closed = text.kind() == Lexeme.Kind.TEXT;
      Span content = new Span(file, text.start() + 1, closed ? text.end() - 1 : offset);
      List<Suggestion> zones =
          new TreeSet<>(ZoneId.getAvailableZoneIds())
              .stream()
                  .filter(id -> id.indexOf('/') > 0 && !id.startsWith("Etc/") || id.equals("UTC"))
                  .map(id -> Suggestion.of(Kind.VALUE, id, "time zone"))
                  .toList();
      return new Completions(content, zones);
    }
    int declaration = caret.declaration();
    int hole = holeBefore(text.text().substring(0, offset - text.start()));
    if (declaration < 0 || !caret.all().get(declaration).is("rule") || hole < 0) {
      return nothing;
    }
    RuleOutline outline = outline(declaration);
    if (!outline.clauseAtCaret().equals("alert")) {
      return nothing;
    }
    List<Lexeme> inHole = Lexemes.of(text.text().substring(hole, offset - text.start()));
    boolean typing =
        !inHole.isEmpty()
            && inHole.getLast().end() == offset - text.start() - hole
            && (inHole.getLast().isName() || inHole.getLast().kind() == Lexeme.Kind.RESERVED);
    List<Lexeme> before = typing ? inHole.subList(0, inHole.size() - 1) : inHole;
    int start = typing ? text.start() + hole + inHole.getLast().start() : offset;
    return new Completions(
        new Span(file, start, offset),
        expressions(
                outline.tested(), new LinkedHashMap<>(outline.variables()), outline.parameters())
            .after(before));
  }

  /** Where the hole begins that is open at the end of a piece of text, or −1. */
  private static int holeBefore(String text) {
    int open = -1;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '{' && i + 1 < text.length() && text.charAt(i + 1) == '{' && open < 0) {
        i++;
      } else if (c == '{') {
        open = i + 1;
      } else if (c == '}' || c == ':') {
        open = -1;
      }
    }
    return open;
  }

  private boolean isTimeZone() {
    if (CALENDAR.contains(caret.previous().text()) && caret.previous(2).is("over")) {
      return true;
    }
    Optional<OpenCall> call = OpenCall.at(caret.lexemesBefore());
    return call.flatMap(c -> Functions.find(c.function()))
        .filter(f -> call.get().argument() < f.parameters().size())
        .map(f -> f.parameter(call.get().argument()).name().equals("zone"))
        .orElse(false);
  }
}
