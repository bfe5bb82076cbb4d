package io.tripline.dsl.editor;

import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.parser.Lexeme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains names. */
public final class Cards {
  private Cards() {}

  /** What to show at an offset of a file; empty where there is nothing to say. */
  public static Optional<Card> at(Snapshot snapshot, String file, int offset) {
    List<Occurrence> meanings = snapshot.symbols().at(file, offset);
    if (!meanings.isEmpty()) {
      List<String> parts = new ArrayList<>();
      for (Occurrence meaning : meanings) {
        parts.add(describe(snapshot.symbols(), meaning.symbol()));
      }
      return Optional.of(
          new Card(
              meanings.getFirst().span(),
              String.join("\n\n---\n\n", parts.stream().distinct().toList())));
    }
    return function(snapshot, file, offset);
  }

  private static String describe(SymbolIndex symbols, Symbol symbol) {
    Optional<SymbolInfo> info = symbols.info(symbol);
    StringBuilder text =
        new StringBuilder(code(info.map(SymbolInfo::declaration).orElse(symbol.name())));
    text.append("\n\n").append(sentence(symbol, info.map(SymbolInfo::type).orElse(null)));
    info.map(SymbolInfo::note).filter(n -> !n.isEmpty()).ifPresent(n -> text.append(' ').append(n));
    info.map(SymbolInfo::doc).ifPresent(doc -> text.append("\n\n").append(doc));
    return text.toString();
  }

  private static String sentence(Symbol symbol, @Nullable String type) {
    return switch (symbol.kind()) {
      case FIELD -> "A field of `" + symbol.scope() + "`, of type `" + type + "`.";
      case COLUMN -> "A column of the table `" + symbol.scope() + "`, of type `" + type + "`.";
      case ENUM_VALUE -> "A value of the field `" + symbol.scope() + "`.";
      case VARIABLE -> type == null ? "A variable." : "A variable: events of type `" + type + "`.";
      case LIST -> "A " + type + ".";
      case EVENT -> "An event type.";
      case ALERT_VALUE -> "A value of the alert.";
      default -> "A " + symbol.kind() + ".";
    };
  }

  private static String code(String text) {
    return "```tripline\n" + text + "\n```";
  }

  // ---- functions

  private static Optional<Card> function(Snapshot snapshot, String file, int offset) {
    Source source = snapshot.sources().get(file);
    if (source == null) {
      return Optional.empty();
    }
    List<Lexeme> lexemes = source.lexemes();
    for (int i = 0; i + 1 < lexemes.size(); i++) {
      Lexeme lexeme = lexemes.get(i);
      boolean here = lexeme.start() <= offset && offset <= lexeme.end();
      if (here && lexeme.isName() && lexemes.get(i + 1).is("(")) {
        Span span = new Span(file, lexeme.start(), lexeme.end());
        return describeFunction(lexeme.name()).map(text -> new Card(span, text));
      }
    }
    return Optional.empty();
  }

  /** All that the reference says of a function; empty if there is none of that name. */
  static Optional<String> describeFunction(String name) {
    return Functions.documented().stream()
        .filter(f -> f.name().equals(name))
        .map(Cards::describe)
        .findFirst();
  }

  private static String describe(Documented function) {
    StringBuilder text = new StringBuilder();
    text.append(code(function.typedSignature() + ": " + function.gives()));
    text.append("\n\n").append(function.doc());
    function.notes().forEach(note -> text.append(' ').append(note));
    text.append("\n\n").append(function.nulls());
    if (function.errors() != null) {
      text.append("\n\nRun-time errors: ").append(function.errors());
    }
    List<String> examples = new ArrayList<>();
    for (Documented.Example example : function.examples()) {
      examples.add(example.call() + "  // " + example.value());
    }
    if (!examples.isEmpty()) {
      text.append("\n\n").append(code(String.join("\n", examples)));
    }
    return text.toString();
  }
}
