package io.tripline.engine.predicate;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.Severity;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.RandomExpressions;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rules with random conditions, and events for them. */
final class RandomPrograms {
  private static final Place HERE = new Place("random", 1, 1, 1);
  private static final EventType TYPE = RandomExpressions.eventType();

  private RandomPrograms() {}

  static Program program(String name, Random random, RandomExpressions expressions) {
    List<@Nullable Expr> conditions = new ArrayList<>();
    int variables = 1 + random.nextInt(3);
    for (int v = 0; v < variables; v++) {
      conditions.add(random.nextInt(30) == 0 ? null : condition(random, expressions));
    }
    List<Pattern.Until> untils =
        random.nextInt(6) == 0
            ? List.of(new Pattern.Until(TYPE, condition(random, expressions)))
            : List.of();
    return Program.compile(rule(name, conditions, untils));
  }

  /** As an author writes them: a few plain comparisons, now and then something wilder. */
  private static Expr condition(Random random, RandomExpressions expressions) {
    List<Expr> conjuncts = new ArrayList<>();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      conjuncts.add(
          random.nextInt(4) == 0
              ? expressions.condition(1 + random.nextInt(2))
              : expressions.plain());
    }
    return conjuncts.size() == 1 ? conjuncts.getFirst() : new Expr.Logical(true, conjuncts, HERE);
  }

  /** A rule of so many variables without conditions. */
  static Program wide(String name, int variables) {
    return Program.compile(rule(name, Collections.nCopies(variables, null), List.of()));
  }

  /** A rule of one event with a condition. */
  static Program of(String name, Expr condition) {
    return Program.compile(rule(name, List.of(condition), List.of()));
  }

  private static Rule rule(
      String name, List<? extends @Nullable Expr> conditions, List<Pattern.Until> untils) {
    List<Variable> variables = new ArrayList<>();
    List<Pattern> parts = new ArrayList<>();
    List<Pattern.Link> links = new ArrayList<>();
    for (int v = 0; v < conditions.size(); v++) {
      variables.add(new Variable("v" + v, v, TYPE, conditions.get(v), v == 0, false));
      Pattern single = new Pattern.Single(v, HERE);
      parts.add(
          v == 0
              ? new Pattern.Repetition(
                  single, 1, 3, Pattern.Arrow.FOLLOWED_BY, Pattern.Greed.NONE, untils, HERE)
              : single);
      if (v > 0) {
        links.add(new Pattern.Link(Pattern.Arrow.FOLLOWED_BY, null));
      }
    }
    return new Rule(
        name,
        null,
        null,
        Severity.LOW,
        List.of(),
        new Key(List.of(), List.of(new Key.Source(TYPE, List.of()))),
        variables,
        parts.size() == 1 ? parts.getFirst() : new Pattern.Sequence(parts, links, HERE),
        1_000,
        new Skip.PastLast(),
        Rule.DEFAULT_MATCH_LIMIT,
        null,
        null,
        null,
        HERE);
  }

  static Schema schema(List<Program> programs) {
    List<Rule> rules = programs.stream().map(Program::rule).toList();
    return Schema.of(
        1, List.of(new RuleSet(List.of(TYPE), List.of(), List.of(), List.of(), rules, List.of())));
  }

  static List<EventView> events(RandomExpressions random, EventLayout layout, int count) {
    EventWriter writer = new EventWriter();
    for (int i = 0; i < count; i++) {
      random.write(writer, layout);
    }
    List<EventView> events = new ArrayList<>();
    for (int at = 0; at < writer.length(); ) {
      EventView event = new EventView().wrap(writer.bytes(), at);
      events.add(event);
      at += event.length();
    }
    return events;
  }
}
