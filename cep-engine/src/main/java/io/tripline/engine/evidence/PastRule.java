package io.tripline.engine.evidence;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.evidence.Evidence.Asked;
import io.tripline.engine.explain.ConditionExplainer;
import io.tripline.engine.explain.ConditionReport;
import io.tripline.engine.explain.EventFields;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.explain.Wording;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.expression.RegisterUpdate;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.port.RuleVersions.RuleSetVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rule in one version of its rule set, ready to read and judge events of that time. */
final class PastRule {
  /** Where a field of an event lies depends on its type alone, so one rule set is enough. */
  private static final int ANY_SCHEMA = 0;

  private final int version;
  private final Rule rule;
  private final Schema schema;
  private final SourceText source;
  private final ConditionExplainer explainer;
  private final Wording wording;
  private final boolean showPii;
  private final RegisterTable registers;
  private final ExprCompiler compiler;
  private final @Nullable RegisterUpdate[] updates;
  private final Frame frame = new Frame();

  /**
   * @param showPii whether values are told that are personal data
   */
  PastRule(RuleSetVersion version, RuleSet ruleSet, Rule rule, boolean showPii) {
    this.version = version.version();
    this.rule = rule;
    this.schema = Schema.of(ANY_SCHEMA, List.of(ruleSet));
    this.source = SourceText.of(Map.of(rule.place().file(), version.text()));
    this.explainer = new ConditionExplainer(rule, schema, source, false);
    this.wording = new Wording(rule, showPii);
    this.showPii = showPii;
    this.registers = RegisterTable.of(rule);
    this.compiler = new ExprCompiler(registers);
    this.updates = new @Nullable RegisterUpdate[rule.variables().size()];
  }

  int version() {
    return version;
  }

  Rule rule() {
    return rule;
  }

  /** The variable of that name, or null. */
  @Nullable Variable variable(String name) {
    return rule.variables().stream().filter(v -> v.name().equals(name)).findAny().orElse(null);
  }

  /** What a match knows of its events before the first. */
  RegisterValues blank() {
    return registers.blank();
  }

  /** Has it know that the variable has taken the event. */
  void take(Variable variable, EventView event, RegisterValues known) {
    RegisterUpdate update = updates[variable.index()];
    if (update == null) {
      update = compiler.update(variable.index(), layout(variable), rule.place());
      updates[variable.index()] = update;
    }
    update.apply(frame.event(event).registers(known));
    frame.reset();
  }

  private EventLayout layout(Variable variable) {
    return schema.get(variable.type().name());
  }

  /** The event's id as alerts show it. */
  String id(Variable variable, EventView event, long number) {
    return event.id(layout(variable), number);
  }

  /** All declared fields, in their order; masked where people may not see them. */
  List<NamedValue> fields(Variable variable, EventView event) {
    return new EventFields(layout(variable), showPii).read(event);
  }

  /**
   * What the variable's condition said of an event.
   *
   * @param bound what the match knew of the events before
   * @param incomplete variables of which {@code bound} lacks events
   */
  Asked ask(Variable variable, EventView event, RegisterValues bound, Set<String> incomplete) {
    Expr condition = variable.condition();
    if (condition == null) {
      return new Asked.Nothing();
    }
    String text =
        source.of(condition).orElseGet(() -> ExprText.ofCondition(rule, variable).of(condition));
    for (String name : incomplete) {
      Variable missing = variable(name);
      if (missing != null && looksAt(condition, missing.index())) {
        return new Asked.Untold(text, name);
      }
    }
    ConditionReport report = wording.masked(explainer.variable(variable.index(), event, bound));
    return new Asked.Answer(text, report, wording.sentence(text, report));
  }

  private static boolean looksAt(Expr condition, int variable) {
    boolean[] found = new boolean[1];
    condition.walk(
        e ->
            found[0] |=
                switch (e) {
                  case Expr.VariableField f -> f.variable() == variable;
                  case Expr.Aggregate a -> a.variable() == variable;
                  default -> false;
                });
    return found[0];
  }
}
