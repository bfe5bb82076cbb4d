package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.syntax.EventDeclaration;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks the declarations of all files together. */
public final class RuleSetChecker {
  private final Diagnostics diagnostics;
  private final Map<String, Name> declared = new HashMap<>();

  private RuleSetChecker(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** The rule set, or null if there is an error in it or was one before. */
  public static @Nullable RuleSet check(List<FileTree> files, Diagnostics diagnostics) {
    return new RuleSetChecker(diagnostics).check(files);
  }

  private @Nullable RuleSet check(List<FileTree> files) {
    Map<String, EventSymbol> events = new TreeMap<>();
    for (FileTree file : files) {
      for (EventDeclaration event : file.events()) {
        EventSymbol symbol = EventChecker.check(event, diagnostics);
        if (isNew("event", event.name())) {
          events.put(event.name().text(), symbol);
        }
      }
    }
    RuleSetSymbols symbols =
        new RuleSetSymbols(events, planned(files), files.stream().anyMatch(FileTree::unreadable));
    List<Rule> rules = new ArrayList<>();
    for (FileTree file : files) {
      for (RuleDeclaration rule : file.rules()) {
        isNew("rule", rule.name());
        Rule checked = RuleChecker.check(rule, symbols, diagnostics);
        if (checked != null) {
          rules.add(checked);
        }
      }
    }
    if (diagnostics.hasErrors()) {
      return null;
    }
    rules.sort(Comparator.comparing(Rule::name));
    List<EventType> types = events.values().stream().map(EventSymbol::type).toList();
    return new RuleSet(types, rules);
  }

  /** Names of declarations that cannot be used yet, which is reported. */
  private List<String> planned(List<FileTree> files) {
    List<Name> names = new ArrayList<>();
    for (FileTree file : files) {
      file.features().forEach(f -> names.add(f.name()));
      file.lists().forEach(l -> names.add(l.name()));
      file.tables().forEach(t -> names.add(t.name()));
      file.tests().forEach(t -> names.add(t.rule()));
    }
    names.forEach(
        n -> diagnostics.report(Code.SYNTAX, n.place(), "`" + n + "` is not available yet"));
    return names.stream().map(Name::text).toList();
  }

  private boolean isNew(String kind, Name name) {
    Name first = declared.putIfAbsent(kind + " " + name.text(), name);
    if (first == null) {
      return true;
    }
    diagnostics.report(
        Code.DUPLICATE,
        name.place(),
        "the " + kind + " `" + name + "` is declared twice",
        null,
        new Related(first.place(), "it is declared here first"));
    return false;
  }
}
