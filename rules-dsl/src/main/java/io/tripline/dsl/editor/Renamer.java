package io.tripline.dsl.editor;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.parser.Lexemes;
import io.tripline.dsl.syntax.EventDeclaration.FieldDeclaration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames what a rule set gives a name to, everywhere it is named.
 *
 * <p>A renaming changes names and no meanings. It is tried out first: the changed files are read,
 * and every name in them must mean what it meant before, with no new mistake; otherwise it is
 * refused. A renamed field keeps its name in JSON.
 */
public final class Renamer {
  private final Snapshot snapshot;
  private final SymbolIndex index;
  private final Symbol symbol;
  private final String newName;

  private Renamer(Snapshot snapshot, Symbol symbol, String newName) {
    this.snapshot = snapshot;
    this.index = snapshot.symbols();
    this.symbol = symbol;
    this.newName = newName;
  }

  /** The name at an offset, if it is one that can be renamed. */
  public static Optional<Occurrence> renamable(Snapshot snapshot, String file, int offset) {
    return snapshot.symbols().at(file, offset).stream()
        .filter(o -> o.symbol().kind() != Symbol.Kind.ENUM_VALUE)
        .filter(o -> snapshot.symbols().info(o.symbol()).isPresent())
        .findFirst();
  }

  /**
   * Renames what is named at an offset.
   *
   * @param written the new name; in back-quotes if it cannot stand without
   */
  public static Renaming rename(Snapshot snapshot, String file, int offset, String written) {
    Optional<Occurrence> named = renamable(snapshot, file, offset);
    if (named.isEmpty()) {
      boolean value =
          snapshot.symbols().at(file, offset).stream()
              .anyMatch(o -> o.symbol().kind() == Symbol.Kind.ENUM_VALUE);
      return Renaming.refused(
          value
              ? "The values of an enum come with the events and cannot be renamed here."
              : "There is nothing here that has a name of its own.");
    }
    String text = written.strip();
    boolean quoted = text.length() > 2 && text.startsWith("`") && text.endsWith("`");
    String name = quoted ? text.substring(1, text.length() - 1) : text;
    Optional<String> wrong = wrongName(name, quoted);
    return wrong.isPresent()
        ? Renaming.refused(wrong.get())
        : new Renamer(snapshot, named.get().symbol(), name).rename();
  }

  private static Optional<String> wrongName(String name, boolean quoted) {
    if (Lexemes.isName(name)) {
      return Optional.empty();
    }
    boolean reserved = Lexemes.RESERVED.contains(name);
    if (!Names.canBeQuoted(name)) {
      return Optional.of("A name is made of letters, digits and _, and begins with a letter or _.");
    }
    if (quoted) {
      return Optional.empty();
    }
    return Optional.of(
        reserved
            ? "`" + name + "` is a reserved word; to use it all the same, write it in back-quotes."
            : "A name is made of letters, digits and _; to use another, write it in back-quotes.");
  }

  private Renaming rename() {
    if (newName.equals(symbol.name())) {
      return new Renaming(List.of(), null);
    }
    Symbol renamed = new Symbol(symbol.kind(), symbol.scope(), newName);
    if (index.info(renamed).isPresent()) {
      return Renaming.refused("There is a " + symbol.kind() + " `" + newName + "` already.");
    }
    Optional<String> shared = shared();
    if (shared.isPresent()) {
      return Renaming.refused(shared.get());
    }
    List<TextChange> changes = new ArrayList<>();
    String written = Names.written(newName);
    for (Occurrence occurrence : index.of(symbol)) {
      changes.add(new TextChange(occurrence.span(), written));
    }
    keepJsonName().ifPresent(changes::add);
    return tried(changes);
  }

  /** Why a name that also means something else cannot be changed. */
  private Optional<String> shared() {
    for (Occurrence occurrence : index.of(symbol)) {
      for (Occurrence other : index.at(occurrence.span().file(), occurrence.span().start())) {
        if (other.span().equals(occurrence.span()) && !other.symbol().equals(symbol)) {
          return Optional.of(
              "`"
                  + symbol.name()
                  + "` is also a "
                  + other.symbol().kind()
                  + " of "
                  + other.symbol().scope()
                  + " where one name stands for both, "
                  + where(occurrence.span())
                  + "; name each by its type there first.");
        }
      }
    }
    return Optional.empty();
  }

  /** A field's name in JSON is that of the field, unless an annotation says otherwise. */
  private Optional<TextChange> keepJsonName() {
    if (symbol.kind() != Symbol.Kind.FIELD) {
      return Optional.empty();
    }
    Optional<FieldDeclaration> field = index.declarations().field(symbol.scope(), symbol.name());
    if (field.isEmpty()
        || field.get().type() == null
        || field.get().annotations().stream().anyMatch(a -> a.name().text().equals("json"))) {
      return Optional.empty();
    }
    return snapshot
        .span(field.get().type().place())
        .map(
            type -> {
              int end = type.end();
              String text = snapshot.text(type.file()).orElse("");
              if (field.get().nullable()) {
                end = text.indexOf('?', end) + 1;
              }
              String json = " @json(\"" + symbol.name().replace("\"", "\"\"") + "\")";
              return new TextChange(new Span(type.file(), end, end), json);
            });
  }

  private Renaming tried(List<TextChange> changes) {
    for (Source source : snapshot.sources().values()) {
      if (source.parsed().tree().unreadable() || hasSyntaxErrors(source)) {
        return Renaming.refused(
            "Parts of the rules cannot be read, so that uses may be missed; mend "
                + source.file().name().replaceAll(".*/", "")
                + " first.");
      }
    }
    Snapshot after = snapshot.after(changes);
    for (String file : snapshot.sources().keySet()) {
      Optional<String> different = difference(index.in(file), after.symbols().in(file));
      if (different.isPresent()) {
        return Renaming.refused(different.get());
      }
    }
    if (after.symbols().unresolved().size() != index.unresolved().size()) {
      return Renaming.refused("`" + newName + "` would hide another name.");
    }
    return newMistake(after)
        .map(d -> Renaming.refused("The rules would be wrong then: " + d.message() + "."))
        .orElseGet(() -> new Renaming(changes, null));
  }

  private static boolean hasSyntaxErrors(Source source) {
    return source.parsed().diagnostics().stream().anyMatch(d -> d.severity() == Severity.ERROR);
  }

  /** Why the names of a file would not mean the same; empty if they would. */
  private Optional<String> difference(List<Occurrence> before, List<Occurrence> after) {
    for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
      if (i >= before.size() || i >= after.size()) {
        return Optional.of("`" + newName + "` would hide another name.");
      }
      Symbol expected = renamed(before.get(i).symbol());
      if (!expected.equals(after.get(i).symbol())) {
        return Optional.of(
            "`"
                + expected.name()
                + "` would mean something else "
                + where(before.get(i).span())
                + ".");
      }
    }
    return Optional.empty();
  }

  /** What a symbol is called afterwards. */
  private Symbol renamed(Symbol old) {
    String name = old.equals(symbol) ? newName : old.name();
    String scope = old.scope();
    switch (symbol.kind()) {
      case EVENT -> {
        if (old.kind() == Symbol.Kind.FIELD && scope.equals(symbol.name())) {
          scope = newName;
        } else if (old.kind() == Symbol.Kind.ENUM_VALUE && scope.startsWith(symbol.name() + ".")) {
          scope = newName + scope.substring(symbol.name().length());
        }
      }
      case TABLE -> {
        if (old.kind() == Symbol.Kind.COLUMN && scope.equals(symbol.name())) {
          scope = newName;
        } else if (old.kind() == Symbol.Kind.ENUM_VALUE && scope.startsWith(symbol.name() + ".")) {
          scope = newName + scope.substring(symbol.name().length());
        }
      }
      case FIELD, COLUMN -> {
        if (old.kind() == Symbol.Kind.ENUM_VALUE
            && scope.equals(symbol.scope() + "." + symbol.name())) {
          scope = symbol.scope() + "." + newName;
        }
      }
      default -> {}
    }
    return new Symbol(old.kind(), scope, name);
  }

  private Optional<Diagnostic> newMistake(Snapshot after) {
    List<Diagnostic> before = snapshot.errors();
    List<Diagnostic> now = after.errors();
    if (now.size() <= before.size()) {
      return Optional.empty();
    }
    Set<String> known = new HashSet<>();
    before.forEach(d -> known.add(d.code() + d.message()));
    Set<Diagnostic> fresh = new LinkedHashSet<>(now);
    fresh.removeIf(d -> known.contains(d.code() + d.message()));
    return fresh.stream().findFirst().or(() -> Optional.of(now.getLast()));
  }

  private String where(Span span) {
    String text = snapshot.text(span.file()).orElse("");
    long line = text.substring(0, Math.min(span.start(), text.length())).lines().count();
    boolean startOfLine = span.start() == 0 || text.charAt(span.start() - 1) == '\n';
    return "in line "
        + (startOfLine ? line + 1 : line)
        + " of "
        + span.file().replaceAll(".*/", "");
  }
}
