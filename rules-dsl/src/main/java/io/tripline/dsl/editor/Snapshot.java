package io.tripline.dsl.editor;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.ParsedFile;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The files of a rule set at one moment. Immutable; thread-safe. Work is done when its result is
 * first asked for.
 */
public final class Snapshot {
  private static final Snapshot EMPTY = new Snapshot(Map.of());

  /** By name, in the order given. */
  private final Map<String, Source> sources;

  private final Lazy<Compilation> compilation;
  private final Lazy<SymbolIndex> symbols;

  private Snapshot(Map<String, Source> sources) {
    this.sources = sources;
    this.compilation = new Lazy<>(() -> RuleCompiler.check(parsed()));
    this.symbols = new Lazy<>(() -> IndexBuilder.build(parsed(), texts()));
  }

  /** A snapshot of these files, whose names differ. */
  public static Snapshot of(List<SourceFile> files) {
    return EMPTY.with(files);
  }

  /** A snapshot of these files; what is known here of those that are the same is taken over. */
  public Snapshot with(List<SourceFile> files) {
    Map<String, Source> next = new LinkedHashMap<>();
    for (SourceFile file : files) {
      Source old = sources.get(file.name());
      next.put(file.name(), old != null && old.file().equals(file) ? old : new Source(file));
    }
    return new Snapshot(next);
  }

  /** The snapshot after changes that do not overlap; what is not changed is taken over. */
  Snapshot after(List<TextChange> changes) {
    Map<String, List<TextChange>> byFile = new HashMap<>();
    changes.forEach(c -> byFile.computeIfAbsent(c.span().file(), f -> new ArrayList<>()).add(c));
    List<SourceFile> files = new ArrayList<>();
    for (Source source : sources.values()) {
      SourceFile file = source.file();
      List<TextChange> own = byFile.getOrDefault(file.name(), List.of());
      files.add(own.isEmpty() ? file : new SourceFile(file.name(), apply(file.text(), own)));
    }
    return with(files);
  }

  private static String apply(String text, List<TextChange> changes) {
    List<TextChange> inOrder = new ArrayList<>(changes);
    inOrder.sort(Comparator.comparingInt(c -> c.span().start()));
    StringBuilder changed = new StringBuilder(text.length());
    int copied = 0;
    for (TextChange change : inOrder) {
      changed.append(text, copied, change.span().start()).append(change.replacement());
      copied = change.span().end();
    }
    return changed.append(text, copied, text.length()).toString();
  }

  /** The errors of all files. */
  List<Diagnostic> errors() {
    return compilation.get().diagnostics().stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .toList();
  }

  /** The text of a file; empty if the snapshot does not have it. */
  public Optional<String> text(String file) {
    return Optional.ofNullable(sources.get(file)).map(source -> source.file().text());
  }

  /**
   * Everything found wrong, by file; every file has an entry.
   *
   * @param superseded asked between two files; once it is true, nobody wants the answer any more
   * @return empty if superseded
   */
  public Optional<Map<String, List<Diagnostic>>> diagnostics(BooleanSupplier superseded) {
    for (Source source : sources.values()) {
      if (superseded.getAsBoolean()) {
        return Optional.empty();
      }
      source.parsed();
    }
    if (superseded.getAsBoolean()) {
      return Optional.empty();
    }
    Map<String, List<Diagnostic>> byFile = new LinkedHashMap<>();
    sources.keySet().forEach(name -> byFile.put(name, new ArrayList<>()));
    for (Diagnostic diagnostic : compilation.get().diagnostics()) {
      byFile.computeIfAbsent(diagnostic.place().file(), name -> new ArrayList<>()).add(diagnostic);
    }
    return Optional.of(byFile);
  }

  /** What a place of one of the files covers; empty if the snapshot does not have the file. */
  public Optional<Span> span(Place place) {
    return Optional.ofNullable(sources.get(place.file())).map(s -> s.text().span(place));
  }

  /** What the names of the rule set mean. */
  public SymbolIndex symbols() {
    return symbols.get();
  }

  Map<String, Source> sources() {
    return sources;
  }

  private Map<String, SourceText> texts() {
    Map<String, SourceText> texts = new LinkedHashMap<>();
    sources.forEach((name, source) -> texts.put(name, source.text()));
    return texts;
  }

  private List<ParsedFile> parsed() {
    return sources.values().stream().map(Source::parsed).toList();
  }
}
