package io.tripline.dsl.check;

import io.tripline.dsl.check.logic.LogicChecker;
import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.FeatureDeclaration;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.ListDeclaration;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TableDeclaration;
import io.tripline.dsl.syntax.TestDeclaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the declarations of all files together. */
public final class RuleSetChecker {
  /** A name that is taken, and what by. */
  private record Taken(String kind, Name name) {}

  private final Diagnostics diagnostics;

  /** Events, features, lists and tables share one space of names; rules have their own. */
  private final Map<String, Taken> declared = new HashMap<>();

  private final Map<String, Taken> declaredRules = new HashMap<>();
  private final Map<String, EventSymbol> events = new TreeMap<>();
  private final Declarations<ValueList> lists = new Declarations<>("list");
  private final Declarations<TableSymbol> tables = new Declarations<>("table");
  private final Declarations<FeatureSymbol> features = new Declarations<>("feature");

  private RuleSetChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The rule set, or null if there is an error in it or was one before. */
  public static @Nullable RuleSet check(List<FileTree> files, Diagnostics diagnostics) {
    return new RuleSetChecker(diagnostics).check(files);
  }

  private @Nullable RuleSet check(List<FileTree> files) {
    files.forEach(this::events);
    boolean unreadable = files.stream().anyMatch(FileTree::unreadable);
    boolean eventUnreadable = files.stream().anyMatch(FileTree::eventUnreadable);
    files.forEach(file -> data(file, eventUnreadable));
    RuleSetSymbols symbols =
        new RuleSetSymbols(events, lists, tables, features, unreadable, eventUnreadable);
    files.forEach(file -> features(file, symbols));
    List<Rule> rules = new ArrayList<>();
    for (FileTree file : files) {
      for (RuleDeclaration rule : file.rules()) {
        isNew(declaredRules, "rule", rule.name());
        Rule checked = RuleChecker.check(rule, symbols, diagnostics);
        if (checked != null) {
          rules.add(checked);
        }
      }
    }
    EmitCycles.check(files.stream().flatMap(f -> f.rules().stream()).toList(), diagnostics);
    List<RuleTest> tests = tests(files, symbols, rules);
    if (diagnostics.hasErrors()) {
      return null; // and what nothing uses may be used by what is wrong
    }
    lists.reportUnused(diagnostics);
    tables.reportUnused(diagnostics);
    features.reportUnused(diagnostics);
    rules.sort(Comparator.comparing(Rule::name));
    List<EventType> types = events.values().stream().map(EventSymbol::type).toList();
    List<Feature> checkedFeatures = features.values().stream().map(FeatureSymbol::feature).toList();
    checkedFeatures.forEach(new LogicChecker(place -> null, diagnostics)::check);
    List<Table> checkedTables = tables.values().stream().map(TableSymbol::table).toList();
    return new RuleSet(types, checkedFeatures, lists.values(), checkedTables, rules, tests);
  }

  private List<RuleTest> tests(List<FileTree> files, RuleSetSymbols symbols, List<Rule> rules) {
    Map<String, RuleDeclaration> written = new TreeMap<>();
    for (FileTree file : files) {
      file.rules().forEach(rule -> written.putIfAbsent(rule.name().text(), rule));
    }
    TestChecker checker = new TestChecker(symbols, written, rules, diagnostics);
    List<RuleTest> tests = new ArrayList<>();
    for (FileTree file : files) {
      for (TestDeclaration test : file.tests()) {
        RuleTest checked = checker.check(test);
        if (checked != null) {
          tests.add(checked);
        }
      }
    }
    return tests;
  }

  private void events(FileTree file) {
    for (EventDeclaration event : file.events()) {
      EventSymbol symbol = EventChecker.check(event, diagnostics);
      if (isNew(declared, "event", event.name())) {
        events.put(event.name().text(), symbol);
      }
    }
  }

  private void data(FileTree file, boolean eventUnreadable) {
    for (FeatureDeclaration feature : file.features()) {
      if (isNew(declared, "feature", feature.name())) {
        features.put(feature.name(), null); // checked when all that it can name is known
      }
    }
    for (ListDeclaration list : file.lists()) {
      ValueList checked = ListChecker.check(list, diagnostics);
      if (isNew(declared, "list", list.name())) {
        lists.put(list.name(), checked);
      }
    }
    for (TableDeclaration table : file.tables()) {
      TableSymbol checked = TableChecker.check(table, events, eventUnreadable, diagnostics);
      if (isNew(declared, "table", table.name())) {
        tables.put(table.name(), checked);
      }
    }
  }

  private void features(FileTree file, RuleSetSymbols symbols) {
    for (FeatureDeclaration feature : file.features()) {
      FeatureSymbol checked = FeatureChecker.check(feature, symbols, diagnostics);
      if (checked != null && features.isDeclaredAt(feature.name())) {
        features.put(feature.name(), checked);
      }
    }
  }

  private boolean isNew(Map<String, Taken> names, String kind, Name name) {
    Taken first = names.putIfAbsent(name.text(), new Taken(kind, name));
    if (first == null) {
      return true;
    }
    boolean same = first.kind().equals(kind);
    diagnostics.report(
        Code.DUPLICATE,
        name.place(),
        same
            ? "the " + kind + " `" + name + "` is declared twice"
            : "the " + kind + " `" + name + "` has the name of the " + first.kind(),
        null,
        new Related(
            first.name().place(),
            same ? "it is declared here first" : "the " + first.kind() + " of that name"));
    return false;
  }
}
