package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.dsl.ir.Window;
import io.tripline.dsl.ir.WindowAggregate;
import io.tripline.engine.match.reference.RandomCases;
import io.tripline.engine.match.reference.RandomValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Versions of a rule set, each of them the one before with rules that come, go and change: what
 * they say, what they ask of events, and how long a match may take.
 */
final class RandomChanges {
  private final List<EventType> types;
  private final RandomValues values;
  private final SplittableRandom random;
  private final List<Rule> rules = new ArrayList<>();
  private int names;
  private int version;

  RandomChanges(List<EventType> types, RandomValues values, SplittableRandom random) {
    this.types = types;
    this.values = values;
    this.random = random;
  }

  RuleSet first(int count) {
    while (rules.size() < count) {
      rules.add(RandomWorld.rule("r" + names++, types, values, random));
    }
    return ruleSet();
  }

  RuleSet next() {
    version++;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      change();
    }
    return ruleSet();
  }

  /** Most rules are others of the same name, or may take another time, or are gone. */
  RuleSet other() {
    version++;
    for (int i = rules.size() - 1; i >= 0; i--) {
      Rule rule = rules.get(i);
      switch (random.nextInt(6)) {
        case 0 -> rules.set(i, RandomWorld.rule(rule.name(), types, values, random));
        case 1, 2 -> {
          if (rule.withinMillis() != Rule.NO_BOUND) {
            rules.set(i, RandomWorld.within(rule, rule.withinMillis() + 1 + random.nextInt(9)));
          }
        }
        case 3 -> {
          if (rules.size() > 1) {
            rules.remove(i);
          }
        }
        case 4 -> rules.set(i, RandomWorld.with(rule.name(), rule, rule.variables(), said(rule)));
        default -> {}
      }
    }
    return ruleSet();
  }

  private RuleSet ruleSet() {
    return new RuleSet(
        types, values.features(), List.of(), List.of(), List.copyOf(rules), List.of());
  }

  private void change() {
    int which = random.nextInt(rules.size());
    Rule rule = rules.get(which);
    switch (random.nextInt(8)) {
      case 0 -> rules.add(random.nextInt(rules.size() + 1), another());
      // One that reads the windows of another, which may go before it.
      case 1 -> rules.add(RandomWorld.with("r" + names++, rule, rule.variables(), said(rule)));
      case 2 -> {
        if (rules.size() > 1) {
          rules.remove(which);
        }
      }
      case 3 -> {
        if (rule.withinMillis() != Rule.NO_BOUND) {
          rules.set(which, RandomWorld.within(rule, rule.withinMillis() + random.nextInt(9)));
        }
      }
      case 4, 5 ->
          rules.set(which, RandomWorld.with(rule.name(), rule, rule.variables(), said(rule)));
      default ->
          rules.set(
              which,
              RandomWorld.with(
                  rule.name(), rule, narrowed(rule), Objects.requireNonNull(rule.alert())));
    }
  }

  /** Under a new name, or under that of one which is gone. */
  private Rule another() {
    String gone = "r" + random.nextInt(names);
    boolean isGone = rules.stream().noneMatch(rule -> rule.name().equals(gone));
    return RandomWorld.rule(isGone ? gone : "r" + names++, types, values, random);
  }

  private AlertSpec said(Rule rule) {
    AlertSpec alert = Objects.requireNonNull(rule.alert());
    Template message = new Template(List.of(new Template.Text(" of version " + version)));
    long oncePer =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(12);
          case 1 -> AlertSpec.NO_LIMIT;
          default -> alert.oncePerMillis();
        };
    return new AlertSpec(message, alert.score(), alert.with(), oncePer);
  }

  /** One of the variables takes fewer events than before, by their own fields or by windows. */
  private List<Variable> narrowed(Rule rule) {
    List<Variable> variables = new ArrayList<>(rule.variables());
    Variable was = variables.get(random.nextInt(variables.size()));
    Expr more =
        switch (random.nextInt(3)) {
          case 0 -> values.condition(was.type());
          case 1 -> longer(rule, was.type());
          default ->
              new Expr.Comparison(
                  Expr.ComparisonOp.NE,
                  new Expr.Field(RandomCases.VALUE, Type.Simple.INT, rule.place()),
                  new Expr.Literal((long) random.nextInt(4), Type.Simple.INT, rule.place()),
                  rule.place());
        };
    Expr condition =
        was.condition() == null
            ? more
            : new Expr.Logical(true, List.of(was.condition(), more), rule.place());
    variables.set(
        was.index(),
        new Variable(
            was.name(), was.index(), was.type(), condition, was.repeated(), was.optional()));
    return variables;
  }

  /** A condition on one of the windows of a rule, or another one of them, made longer. */
  private Expr longer(Rule rule, EventType tested) {
    List<Expr.Windowed> windows = new ArrayList<>();
    rule.walk(
        e -> {
          if (e instanceof Expr.Windowed windowed
              && windowed.aggregate().source().equals(tested)
              && windowed.type() == Type.Simple.INT) {
            windows.add(windowed);
          }
        });
    if (windows.isEmpty()) {
      return values.condition(tested);
    }
    WindowAggregate was = windows.get(random.nextInt(windows.size())).aggregate();
    Window window =
        switch (was.window()) {
          case Window.Sliding w -> new Window.Sliding(w.millis() + more(), w.previous());
          case Window.Delayed w -> new Window.Delayed(w.millis() + more(), w.delayMillis());
          case Window.Panes w ->
              new Window.Panes(
                  w.millis() + w.paneMillis() * random.nextInt(3), w.paneMillis(), w.previous());
          case Window.LastEvents w -> new Window.LastEvents(w.count() + random.nextInt(4));
          case Window.Session w -> w;
          case Window.Calendar w -> w;
        };
    WindowAggregate aggregate =
        new WindowAggregate(
            was.kind(),
            was.approximate(),
            was.source(),
            was.argument(),
            was.percent(),
            was.where(),
            window,
            was.type());
    return new Expr.Comparison(
        random.nextBoolean() ? Expr.ComparisonOp.GE : Expr.ComparisonOp.LE,
        new Expr.Windowed(aggregate, rule.place()),
        new Expr.Literal(1L + random.nextInt(6), Type.Simple.INT, rule.place()),
        rule.place());
  }

  private long more() {
    return random.nextInt(3) == 0 ? 2_000 : random.nextInt(30);
  }
}
