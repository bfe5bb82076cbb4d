package io.tripline.app.check;

import io.tripline.app.rules.CheckedRules;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.syntax.FileTree;
import io.tripline.dsl.syntax.Name;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What was found, by the rule in which it stands. */
final class Findings {
  private final Map<Place, List<Diagnostic>> byDeclaration = new HashMap<>();

  Findings(CheckedRules checked) {
    TreeSet<Place> declarations = new TreeSet<>();
    for (SourceFile file : checked.files()) {
      names(RuleCompiler.parse(file).tree()).map(Name::place).forEach(declarations::add);
    }
    for (Diagnostic diagnostic : checked.compilation().diagnostics()) {
      Place declaration = declarations.floor(diagnostic.place());
      if (declaration != null && declaration.file().equals(diagnostic.place().file())) {
        byDeclaration.computeIfAbsent(declaration, k -> new ArrayList<>()).add(diagnostic);
      }
    }
  }

  private static Stream<Name> names(FileTree tree) {
    return Stream.of(
            tree.events().stream().map(d -> d.name()),
            tree.features().stream().map(d -> d.name()),
            tree.lists().stream().map(d -> d.name()),
            tree.tables().stream().map(d -> d.name()),
            tree.rules().stream().map(d -> d.name()),
            tree.tests().stream().map(d -> d.rule()))
        .flatMap(each -> each);
  }

  /** Those in a rule, by place. */
  List<Diagnostic> in(Rule rule) {
    return byDeclaration.getOrDefault(rule.place(), List.of());
  }
}
