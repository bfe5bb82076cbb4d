package io.tripline.dsl.check.logic;

import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Variable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Warns of what is always or never so in a rule that is right otherwise. */
public final class LogicChecker {
  private final Function<Place, @Nullable String> parameters;
  private final Diagnostics diagnostics;

  /**
   * @param parameters the parameter whose value the literal at a place is, or null: a deployment
   *     can set it, so nothing is concluded from it
   */
  public LogicChecker(Function<Place, @Nullable String> parameters, Diagnostics diagnostics) {
    this.parameters = parameters;
    this.diagnostics = diagnostics;
  }

  /** Checks all conditions and expressions of a rule, and the branches of its pattern. */
  public void check(Rule rule) {
    Certainty certainty = Certainty.of(rule);
    BitSet taken = new BitSet();
    taken(rule.pattern(), taken);
    for (Variable variable : rule.variables()) {
      if (variable.condition() != null) {
        Terms terms = terms(variable.type(), rule.variables(), certainty.at(variable));
        String consequence =
            taken.get(variable.index())
                ? "`" + variable.name() + "` never takes an event"
                : "nothing ever breaks this `not`";
        expression(variable.condition(), new Analysis(terms), consequence);
      }
    }
    loops(rule.pattern(), rule, certainty);
    DeadBranches.check(rule, parameters, diagnostics);
    Terms atEnd = new Terms(Nullability.afterMatch(null, rule.variables()), parameters);
    values(rule).forEach(value -> expression(value, new Analysis(atEnd), null));
  }

  /** Checks the expressions of a feature. */
  public void check(Feature feature) {
    Terms terms = terms(feature.aggregate().source(), List.of(), new BitSet());
    for (Expr expr : new Expr.Windowed(feature.aggregate(), feature.place()).parts()) {
      expression(expr, new Analysis(terms), null);
    }
  }

  private Terms terms(EventType tested, List<Variable> variables, BitSet certain) {
    return new Terms(new Nullability(tested, variables, certain), parameters);
  }

  private static void taken(Pattern pattern, BitSet taken) {
    if (pattern instanceof Pattern.Single single) {
      taken.set(single.variable());
    }
    pattern.inner().forEach(p -> taken(p, taken));
  }

  private void loops(Pattern pattern, Rule rule, Certainty certainty) {
    if (pattern instanceof Pattern.Repetition loop) {
      for (Pattern.Until until : loop.until()) {
        Terms terms = terms(until.type(), rule.variables(), certainty.in(loop));
        Analysis analysis = new Analysis(terms);
        expression(until.condition(), analysis, "it never ends the loop");
        new DeadLoops(analysis, diagnostics).check(loop, until.condition(), rule.variables());
      }
    }
    pattern.inner().forEach(p -> loops(p, rule, certainty));
  }

  /** What a rule says when it matches. */
  private static List<Expr> values(Rule rule) {
    List<Expr> values = new ArrayList<>();
    if (rule.alert() != null) {
      for (Template.Part part : rule.alert().message().parts()) {
        if (part instanceof Template.Hole hole) {
          values.add(hole.expression());
        }
      }
      rule.alert().with().forEach(named -> values.add(named.value()));
    }
    if (rule.emission() != null) {
      for (@Nullable Expr value : rule.emission().values()) {
        if (value != null) {
          values.add(value);
        }
      }
    }
    return values;
  }

  private void expression(Expr root, Analysis analysis, @Nullable String consequence) {
    new ConstantConditions(analysis, diagnostics).check(root, consequence);
    alternatives(root, analysis);
  }

  private void alternatives(Expr expr, Analysis analysis) {
    Terms terms = analysis.terms();
    switch (expr) {
      case Expr.Case choice -> new DeadCases(analysis, diagnostics).check(choice);
      case Expr.In in -> new RepeatedOptions(terms, diagnostics).check(in);
      case Expr.Coalesce coalesce -> new DeadArguments(terms, diagnostics).check(coalesce);
      case Expr.Aggregate aggregate -> {
        if (aggregate.argument() != null) {
          Terms covered = terms.over(terms.variables().get(aggregate.variable()).type());
          expression(aggregate.argument(), new Analysis(covered), null);
        }
        return;
      }
      case Expr.Windowed window -> {
        Analysis inside = new Analysis(terms.over(window.aggregate().source()));
        window.parts().forEach(part -> expression(part, inside, null));
        return;
      }
      default -> {}
    }
    expr.parts().forEach(part -> alternatives(part, analysis));
  }
}
