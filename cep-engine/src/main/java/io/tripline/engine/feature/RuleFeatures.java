package io.tripline.engine.feature;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Emission;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes a feature of every window of a rule: one without a name, with the rule's key. Of its {@code
 * where}, what asks for equality with the tested event ({@code merchant = this.merchant}) becomes a
 * part of the key, so that it costs a look-up and not a walk through the window. (Not of the last n
 * events, nor of a session: there it would be of other events.)
 *
 * <p>In what is said after a match, which only the short form can say of its event, a feature
 * becomes the last value over the variable: what it was when the event was tested.
 */
public final class RuleFeatures {
  private final Rule rule;

  private RuleFeatures(Rule rule) {
    this.rule = rule;
  }

  /** The rule without windows; the same one if it has none, and says nothing of features. */
  public static Rule of(Rule rule) {
    boolean[] has = {false};
    rule.walk(e -> has[0] |= e instanceof Expr.Windowed || e instanceof Expr.FeatureValue);
    return has[0] ? new RuleFeatures(rule).rewritten() : rule;
  }

  private Rule rewritten() {
    List<Variable> variables = rule.variables().stream().map(this::variable).toList();
    AlertSpec alert = rule.alert();
    Emission emission = rule.emission();
    return new Rule(
        rule.name(),
        rule.title(),
        rule.doc(),
        rule.severity(),
        rule.tags(),
        rule.key(),
        variables,
        pattern(rule.pattern()),
        rule.withinMillis(),
        rule.skip(),
        rule.matchLimit(),
        alert == null ? null : alert(alert),
        emission == null ? null : emission(emission),
        rule.decision(),
        rule.place());
  }

  private Variable variable(Variable v) {
    Expr condition = v.condition();
    return condition == null
        ? v
        : new Variable(
            v.name(),
            v.index(),
            v.type(),
            condition(condition, v.type()),
            v.repeated(),
            v.optional());
  }

  private Pattern pattern(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single p -> p;
      case Pattern.Absence p -> p;
      case Pattern.Sequence p -> new Pattern.Sequence(all(p.parts()), p.links(), p.place());
      case Pattern.Conjunction p -> new Pattern.Conjunction(all(p.parts()), p.place());
      case Pattern.Alternation p -> new Pattern.Alternation(all(p.branches()), p.place());
      case Pattern.Repetition p ->
          new Pattern.Repetition(
              pattern(p.body()),
              p.min(),
              p.max(),
              p.join(),
              p.greed(),
              p.until().stream()
                  .map(u -> new Pattern.Until(u.type(), condition(u.condition(), u.type())))
                  .toList(),
              p.place());
    };
  }

  private List<Pattern> all(List<Pattern> parts) {
    return parts.stream().map(this::pattern).toList();
  }

  private AlertSpec alert(AlertSpec alert) {
    List<Template.Part> parts = new ArrayList<>();
    for (Template.Part part : alert.message().parts()) {
      parts.add(
          part instanceof Template.Hole(Expr expression, String format)
              ? new Template.Hole(told(expression), format)
              : part);
    }
    return new AlertSpec(
        new Template(parts),
        alert.score(),
        alert.with().stream().map(n -> new AlertSpec.Named(n.name(), told(n.value()))).toList(),
        alert.oncePerMillis());
  }

  private Emission emission(Emission emission) {
    List<@Nullable Expr> values = new ArrayList<>();
    for (@Nullable Expr value : emission.values()) {
      values.add(value == null ? null : told(value));
    }
    return new Emission(emission.type(), values, emission.place());
  }

  /** A condition on events of a type. */
  private Expr condition(Expr expr, EventType tested) {
    return expr instanceof Expr.Windowed windowed
        ? feature(windowed, tested)
        : expr.withParts(part -> condition(part, tested));
  }

  /** What is said after the match of the short form. */
  private Expr told(Expr expr) {
    return switch (expr) {
      case Expr.Windowed e -> kept(feature(e, rule.variables().getFirst().type()));
      case Expr.FeatureValue e -> kept(e);
      case Expr.Aggregate e -> e; // so that what is rewritten stays as it is
      default -> expr.withParts(this::told);
    };
  }

  private static Expr kept(Expr value) {
    return new Expr.Aggregate(Expr.AggregateKind.LAST, 0, value, value.type(), value.place());
  }

  private Expr feature(Expr.Windowed windowed, EventType tested) {
    WindowAggregate aggregate = windowed.aggregate();
    List<Integer> ownKey = rule.key().source(tested).orElseThrow().fields();
    List<Integer> counted = new ArrayList<>(ownKey);
    List<Integer> asked = new ArrayList<>(counted);
    List<Expr> others = new ArrayList<>();
    for (Expr conjunct : conjuncts(aggregate.where())) {
      if (!choosesAfterwards(aggregate.window()) && isKey(conjunct, tested, counted, asked)) {
        continue;
      }
      others.add(conjunct);
    }
    Place place = windowed.place();
    Expr where =
        others.size() < 2
            ? (others.isEmpty() ? null : others.getFirst())
            : new Expr.Logical(true, others, place);
    List<String> names = counted.stream().map(field -> tested.fields().get(field).name()).toList();
    Feature feature =
        new Feature(
            ExprText.ofEvent(rule, tested).of(windowed),
            null,
            aggregate.with(aggregate.argument(), where),
            new Key(names, List.of(new Key.Source(tested, counted))),
            place);
    Expr.FeatureValue value = new Expr.FeatureValue(feature, asked, place);
    boolean hasKey =
        asked.stream()
            .skip(ownKey.size())
            .noneMatch(field -> tested.fields().get(field).nullable());
    return hasKey ? value : withoutKey(value, place);
  }

  /**
   * Where a part of the key that {@code where} has given is null, no event satisfies it: then
   * nothing is counted, and nothing was seen.
   */
  private static Expr withoutKey(Expr.FeatureValue value, Place place) {
    Expr argument = value.feature().aggregate().argument();
    return switch (value.feature().aggregate().kind()) {
      case COUNT, DISTINCT ->
          new Expr.Coalesce(
              List.of(value, new Expr.Literal(0L, Type.Simple.INT, place)), value.type(), place);
      case SEEN -> {
        Expr isGiven =
            new Expr.Not(new Expr.IsNull(Objects.requireNonNull(argument), place), place);
        Expr notSeen = new Expr.Literal(false, Type.Simple.BOOL, place);
        Expr otherwise =
            new Expr.Case(
                List.of(new Expr.Case.When(isGiven, notSeen)), null, Type.Simple.BOOL, place);
        yield new Expr.Coalesce(List.of(value, otherwise), Type.Simple.BOOL, place);
      }
      default -> value;
    };
  }

  /** Whether what is in the window depends on events that {@code where} does not choose. */
  private static boolean choosesAfterwards(Window window) {
    return window instanceof Window.LastEvents || window instanceof Window.Session;
  }

  private static List<Expr> conjuncts(@Nullable Expr where) {
    if (where == null) {
      return List.of();
    }
    return where instanceof Expr.Logical logical && logical.and()
        ? logical.operands().stream().flatMap(o -> conjuncts(o).stream()).toList()
        : List.of(where);
  }

  /** Takes {@code x = this.y} apart, where x and y can be parts of a key. */
  private static boolean isKey(
      Expr conjunct, EventType tested, List<Integer> counted, List<Integer> asked) {
    if (!(conjunct instanceof Expr.Comparison c) || c.op() != Expr.ComparisonOp.EQ) {
      return false;
    }
    boolean swapped = c.left() instanceof Expr.ThisField;
    Expr left = swapped ? c.right() : c.left();
    Expr right = swapped ? c.left() : c.right();
    if (!(left instanceof Expr.Field x) || !(right instanceof Expr.ThisField y)) {
      return false;
    }
    Type type = tested.fields().get(x.field()).type();
    if (!type.equals(tested.fields().get(y.field()).type())
        || type == Type.Simple.DOUBLE
        || type == Type.Simple.GEO) {
      return false;
    }
    counted.add(x.field());
    asked.add(y.field());
    return true;
  }
}
