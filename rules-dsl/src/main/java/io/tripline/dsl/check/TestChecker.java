package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.DidYouMean;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.ValueList;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.RuleDeclaration;
import io.tripline.dsl.syntax.TestDeclaration;
import io.tripline.dsl.syntax.TestDeclaration.ExpectAlert;
import io.tripline.dsl.syntax.TestDeclaration.ExpectDecision;
import io.tripline.dsl.syntax.TestDeclaration.ExpectNoAlert;
import io.tripline.dsl.syntax.TestDeclaration.ExpectNoDecision;
import io.tripline.dsl.syntax.TestDeclaration.Given;
import io.tripline.dsl.syntax.TestDeclaration.GivenParam;
import io.tripline.dsl.syntax.TestDeclaration.Part;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks the tests of a rule set. */
final class TestChecker {
  /** The most events of all tests of a rule set. */
  static final int MOST_EVENTS = 100_000;

  /** The most alerts, and the most decisions, that one test expects. */
  static final int MOST_EXPECTED = 1_000;

  private final RuleSetSymbols symbols;
  private final Map<String, RuleDeclaration> declared;
  private final Map<String, Rule> rules = new HashMap<>();
  private final Diagnostics diagnostics;
  private long events;

  /**
   * @param declared all rules, by name
   * @param checked those of them that are not wrong
   */
  TestChecker(
      RuleSetSymbols symbols,
      Map<String, RuleDeclaration> declared,
      Collection<Rule> checked,
      Diagnostics diagnostics) {
    this.symbols = symbols;
    this.declared = declared;
    checked.forEach(r -> rules.put(r.name(), r));
    this.diagnostics = diagnostics;
  }

  /** The test, or null if it is wrong, which is reported. */
  @Nullable RuleTest check(TestDeclaration test) {
    boolean good = isDeclared(test.rule()) && !test.unreadable();
    GivenEventsChecker given = new GivenEventsChecker(diagnostics);
    GivenDataChecker data = new GivenDataChecker(diagnostics);
    GivenParametersChecker parameters = new GivenParametersChecker(symbols, diagnostics);
    for (Part part : test.parts()) {
      switch (part) {
        case Given what -> good &= given(what, given, data);
        case GivenParam param -> good &= parameters.add(param, given.events().isEmpty());
        case ExpectAlert _, ExpectNoAlert _, ExpectDecision _, ExpectNoDecision _ -> {}
      }
    }
    RuleDeclaration tested = declared.get(test.rule().text());
    Rule checkedRule = rules.get(test.rule().text());
    Rule variant = tested == null || checkedRule == null ? null : parameters.variant(tested);
    good &= tested == null || checkedRule == null || parameters.isEmpty() || variant != null;
    boolean complete = good;
    long before = events;
    events += given.events().size();
    if (before <= MOST_EVENTS && events > MOST_EVENTS) {
      diagnostics.report(
          Code.LARGE_TEST,
          test.rule().place(),
          "the tests of a rule set have at most " + MOST_EVENTS + " events together");
      good = false;
    }
    List<ExpectedAlert> expected = new ArrayList<>();
    for (Part part : test.parts()) {
      if (part instanceof ExpectAlert alert) {
        if (expected.size() == MOST_EXPECTED) {
          diagnostics.report(
              Code.LARGE_TEST,
              alert.place(),
              "a test expects at most " + MOST_EXPECTED + " alerts");
          good = false;
          break;
        }
        ExpectedAlert checked = expectation(alert, given, complete);
        good &= checked != null;
        if (checked != null) {
          expected.add(checked);
        }
      }
    }
    ExpectedDecisionsChecker decisions = new ExpectedDecisionsChecker(given, complete, diagnostics);
    good &= decisions.check(test, rulesOf(test, variant));
    good &= isConsistent(test);
    return !good
        ? null
        : new RuleTest(
            test.rule().text(),
            test.title(),
            test.doc(),
            variant,
            data.contents(),
            given.events(),
            expected,
            test.parts().stream().anyMatch(ExpectNoAlert.class::isInstance)
                ? RuleTest.Others.NONE
                : RuleTest.Others.ANY,
            decisions.expected(),
            decisions.others(),
            test.rule().place());
  }

  /** The rules that take part: the one that is tested, and those whose alerts are expected. */
  private @Nullable List<Rule> rulesOf(TestDeclaration test, @Nullable Rule variant) {
    Set<String> names = new TreeSet<>();
    names.add(test.rule().text());
    for (Part part : test.parts()) {
      if (part instanceof ExpectAlert alert) {
        names.add(alert.rule().text());
      }
    }
    List<Rule> taking = new ArrayList<>();
    for (String name : names) {
      Rule rule = rules.get(name);
      if (rule == null) {
        return null; // what is wrong with it has been reported
      }
      taking.add(variant != null && variant.name().equals(name) ? variant : rule);
    }
    return taking;
  }

  /** Adds events, or what a list or a table holds; false if it is wrong, which is reported. */
  private boolean given(Given what, GivenEventsChecker given, GivenDataChecker data) {
    String name = what.name().text();
    int before = given.events().size();
    if (symbols.lists().has(name)) {
      ValueList list = symbols.lists().get(name);
      return list != null && data.add(what, list, before);
    }
    if (symbols.tables().has(name)) {
      TableSymbol table = symbols.tables().get(name);
      return table != null && data.add(what, table, before);
    }
    EventSymbol event = symbols.events().get(name);
    if (event == null && !symbols.unreadable()) {
      Set<String> known = new TreeSet<>(symbols.events().keySet());
      known.addAll(symbols.lists().names());
      known.addAll(symbols.tables().names());
      diagnostics.report(
          Code.UNKNOWN_EVENT_TYPE,
          what.name().place(),
          "there is no event type, list or table `" + name + "`",
          DidYouMean.hint(name, known));
    }
    return event != null && given.add(what, event);
  }

  private boolean isDeclared(Name rule) {
    if (declared.containsKey(rule.text())) {
      return true;
    }
    if (!symbols.unreadable()) {
      diagnostics.report(
          Code.UNKNOWN_RULE,
          rule.place(),
          "there is no rule `" + rule + "`",
          DidYouMean.hint(rule.text(), declared.keySet()));
    }
    return false;
  }

  private @Nullable ExpectedAlert expectation(
      ExpectAlert expected, GivenEventsChecker given, boolean complete) {
    if (!isDeclared(expected.rule())) {
      return null;
    }
    Rule rule = rules.get(expected.rule().text());
    if (rule == null) {
      return null; // what is wrong with it has been reported
    }
    AlertSpec alert = rule.alert();
    if (alert == null) {
      diagnostics.report(
          Code.BAD_EXPECTATION,
          expected.rule().place(),
          "the rule `" + rule.name() + "` raises no alert");
      return null;
    }
    return new ExpectationChecker(rule, alert, given, complete, diagnostics).check(expected);
  }

  /** That something is expected, and not its contrary. */
  private boolean isConsistent(TestDeclaration test) {
    boolean some = false;
    boolean none = false;
    boolean decides = false;
    Place never = null;
    for (Part part : test.parts()) {
      switch (part) {
        case ExpectAlert _ -> some = true;
        case ExpectNoAlert no -> {
          none = true;
          never = no.other() ? never : no.place();
        }
        case ExpectDecision _, ExpectNoDecision _ -> decides = true;
        case Given _, GivenParam _ -> {}
      }
    }
    if (!some && !none && !decides && !test.unreadable()) {
      diagnostics.report(
          Code.NO_EXPECTATION,
          test.rule().place(),
          "this test expects nothing, so it could not fail",
          "end it with `expect alert " + test.rule() + "` or `expect no alert`");
      return false;
    }
    if (some && never != null) {
      diagnostics.report(
          Code.BAD_EXPECTATION,
          never,
          "this test expects an alert, and none",
          "besides those expected, there is `expect no other alert`");
      return false;
    }
    return true;
  }
}
