package io.tripline.dsl.editor;

import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every name of a rule set that means something, with what it means. A name can mean several
 * symbols at once: the {@code card} of {@code by card} is a field of each event type of the rule.
 * Immutable once built.
 */
public final class SymbolIndex {
  private static final Comparator<Occurrence> IN_ORDER =
      Comparator.<Occurrence>comparingInt(o -> o.span().start())
          .thenComparing(o -> o.symbol().kind())
          .thenComparing(o -> o.symbol().scope())
          .thenComparing(o -> o.symbol().name());

  private final Declarations declarations;
  private final Map<String, List<Occurrence>> byFile = new LinkedHashMap<>();
  private final Map<Symbol, List<Occurrence>> bySymbol = new HashMap<>();
  private final Map<Symbol, SymbolInfo> infos = new LinkedHashMap<>();
  private final List<Name> unresolved = new ArrayList<>();

  /** The scope of what a rule declares, by the rule's name. */
  private final Map<String, String> ruleScopes = new HashMap<>();

  SymbolIndex(Declarations declarations) {
    this.declarations = declarations;
  }

  void add(Occurrence occurrence) {
    byFile.computeIfAbsent(occurrence.span().file(), f -> new ArrayList<>()).add(occurrence);
    bySymbol.computeIfAbsent(occurrence.symbol(), s -> new ArrayList<>()).add(occurrence);
  }

  /** Of two declarations of a symbol the first is kept. */
  void add(SymbolInfo info) {
    infos.putIfAbsent(info.symbol(), info);
  }

  void addRule(String name, String scope) {
    ruleScopes.putIfAbsent(name, scope);
  }

  /** A name that means nothing. */
  void addUnresolved(Name name) {
    unresolved.add(name);
  }

  void sort() {
    byFile.values().forEach(list -> list.sort(IN_ORDER));
  }

  Declarations declarations() {
    return declarations;
  }

  List<Name> unresolved() {
    return unresolved;
  }

  /**
   * What the name at an offset means; empty where there is none. Of two names that touch there, as
   * in {@code a=b}, the one that begins there.
   */
  public List<Occurrence> at(String file, int offset) {
    List<Occurrence> all = in(file);
    int end = firstFrom(all, offset + 1);
    int start = end;
    while (start > 0 && all.get(start - 1).span().start() == all.get(end - 1).span().start()) {
      start--;
    }
    return all.subList(start, end).stream().filter(o -> o.span().touches(offset)).toList();
  }

  /** The names of a piece of a file, in order. */
  List<Occurrence> within(Span piece) {
    List<Occurrence> all = in(piece.file());
    return all.subList(firstFrom(all, piece.start()), firstFrom(all, piece.end()));
  }

  /** The index of the first name that begins at an offset or later. */
  private static int firstFrom(List<Occurrence> all, int offset) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).span().start() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** All names of a file, in order. */
  public List<Occurrence> in(String file) {
    return byFile.getOrDefault(file, List.of());
  }

  /** Everywhere that a symbol is named. */
  public List<Occurrence> of(Symbol symbol) {
    return bySymbol.getOrDefault(symbol, List.of());
  }

  /** What is known of a symbol; empty for one that is used and not declared. */
  public Optional<SymbolInfo> info(Symbol symbol) {
    return Optional.ofNullable(infos.get(symbol));
  }

  /** What a rule declares, in order; of all rules with that name the first. */
  List<SymbolInfo> declaredIn(String rule) {
    String scope = ruleScopes.get(rule);
    return infos.values().stream().filter(i -> i.symbol().scope().equals(scope)).toList();
  }

  /** All that is declared, file by file, in order. */
  public List<SymbolInfo> symbols() {
    return List.copyOf(infos.values());
  }
}
