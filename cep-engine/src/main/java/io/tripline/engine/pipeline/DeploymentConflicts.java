package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.util.List;
import java.util.Optional;

/** What rule sets that run together must not do to each other. */
final class DeploymentConflicts {
  private DeploymentConflicts() {}

  /**
   * Refuses a rule set that declares an event, a list or a table otherwise than a running one of
   * another name.
   *
   * @throws DeploymentRefusedException that says which
   */
  static void refuse(Running current, String name, RuleSet ruleSet) {
    List<EventType> declared = current.schema().layouts().stream().map(EventLayout::type).toList();
    List<EntryForm> forms = EntryForm.all(ruleSet);
    if (forms.isEmpty() && Schema.conflict(declared, ruleSet).isEmpty()) {
      return; // nobody has them otherwise
    }
    for (Running.Set other : current.deployed()) {
      refuse(other, name, forms);
      Optional<String> type = Schema.conflict(other.ruleSet().eventTypes(), ruleSet);
      if (type.isPresent() && !other.name().equals(name)) {
        throw new DeploymentRefusedException(
            "The event "
                + type.get()
                + " is declared differently in the rule set "
                + other.name()
                + ", which is running. Events are shared by all rule sets: declare it with the same"
                + " fields, or give it another name.",
            null);
      }
    }
  }

  private static void refuse(Running.Set other, String name, List<EntryForm> forms) {
    if (other.name().equals(name)) {
      return;
    }
    for (EntryForm form : forms) {
      Optional<EntryForm> known = EntryForm.find(other.ruleSet(), form.name());
      if (known.isPresent() && !known.get().isSame(form)) {
        throw new DeploymentRefusedException(
            "The "
                + form.kind()
                + " "
                + form.name()
                + " is declared differently in the rule set "
                + other.name()
                + ", which is running. Lists and tables are shared by all rule sets: declare it"
                + " likewise, or give it another name.",
            null);
      }
    }
  }

  /**
   * Refuses a rule whose decision nobody can wait for. The checker finds most of these; not what
   * rules of other rule sets make.
   */
  static void refuseLateDecision(RunningRule rule) {
    if (rule.rule().decision() != null && rule.lateness() > 0) {
      throw new DeploymentRefusedException(
          "The rule "
              + rule.name()
              + " of the rule set "
              + rule.ruleSet()
              + " decides, but takes events that other rules make of events with a lateness of "
              + ExprText.duration(rule.lateness())
              + ": nobody can wait so long for its decision.",
          rule.rule().place());
    }
  }
}
