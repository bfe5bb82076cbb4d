package io.tripline.engine.match;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Skip;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.event.Schema;
import io.tripline.engine.expression.ConditionParts;
import io.tripline.engine.expression.KeptValue;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.feature.RuleFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rule compiled for matching. Immutable, printable, independent of any schema. */
public final class Program {
  private final Rule rule;
  private final List<FeatureReads.Read> features;
  private final List<EventType> eventTypes;
  private final Automaton automaton;
  private final RegisterTable registers;
  private final Deadlines deadlines;
  private final boolean shared;
  private final @Nullable Chain chain;
  private final long decided;

  // Of the schema asked for last: all workers of a rule-set version ask for the same.
  private volatile @Nullable ProgramCode code;

  private Program(Rule declared) {
    this.rule = RuleFeatures.of(declared);
    this.features = FeatureReads.of(rule);
    this.eventTypes =
        Stream.concat(
                rule.key().sources().stream().map(Key.Source::type),
                features.stream().map(read -> read.value().feature().aggregate().source()))
            .toList();
    this.automaton = PatternCompiler.compile(rule.pattern(), rule.place());
    this.registers = RegisterTable.of(rule);
    this.deadlines = new Deadlines(automaton, rule.withinMillis());
    boolean isOneOrAll = rule.skip() instanceof Skip.PastLast || rule.skip() instanceof Skip.None;
    this.shared = isOneOrAll && needsNoRuns();
    this.decided = findDecided();
    this.chain =
        rule.skip() instanceof Skip.PastLast ? Chain.of(automaton, rule.variables().size()) : null;
  }

  private long findDecided() {
    int variables = rule.variables().size();
    if (variables + automaton.loops().size() > Long.SIZE) {
      return 0;
    }
    long mask = 0;
    for (Variable variable : rule.variables()) {
      mask |= ConditionParts.of(variable.condition()).decided() ? 1L << variable.index() : 0;
    }
    for (int l = 0; l < automaton.loops().size(); l++) {
      boolean all =
          automaton.loops().get(l).until().stream()
              .allMatch(until -> ConditionParts.of(until.condition()).decided());
      mask |= all ? 1L << variables + l : 0;
    }
    return mask;
  }

  /** Whether partial matches at one place have the same future, but for when they are over. */
  private boolean needsNoRuns() {
    return hasPlaces()
        && !looksBack()
        && !asksForKept()
        && !deadlines.waits()
        && !automaton.hasGaps()
        && rule.variables().size() + automaton.loops().size() <= Long.SIZE;
  }

  /** Whether a match can have more than one event. */
  private boolean hasPlaces() {
    for (int s = 0; s < automaton.states(); s++) {
      if (automaton.edges(s).length > 0) {
        return true;
      }
    }
    return false;
  }

  private boolean looksBack() {
    boolean[] looks = {false};
    for (Expr condition : conditions()) {
      condition.walk(
          e -> looks[0] |= e instanceof Expr.VariableField || e instanceof Expr.Aggregate);
    }
    return looks[0];
  }

  /** Whether what is kept of an event has to be looked up when the event comes. */
  private boolean asksForKept() {
    boolean[] asks = {false};
    for (KeptValue kept : registers.kept()) {
      if (kept.argument() != null) {
        kept.argument().walk(e -> asks[0] |= e instanceof Expr.InList || e instanceof Expr.Lookup);
      }
    }
    return asks[0];
  }

  /**
   * Compiles a rule.
   *
   * @throws ProgramLimitException if the rule is larger than the engine allows
   */
  public static Program compile(Rule rule) {
    return new Program(rule);
  }

  /** The rule, whose windows are features; see {@link RuleFeatures}. */
  public Rule rule() {
    return rule;
  }

  /** The features that it reads. */
  public List<FeatureReads.Read> features() {
    return features;
  }

  /** What it takes, and what features that it reads are over. */
  public List<EventType> eventTypes() {
    return eventTypes;
  }

  /** The automaton of its pattern. */
  public Automaton automaton() {
    return automaton;
  }

  /** What a partial match keeps of the events it has bound. */
  public RegisterTable registers() {
    return registers;
  }

  /**
   * The variables, as a bit mask, whose conditions look at the event alone and cannot fail: where
   * the event's {@link io.tripline.engine.predicate.PredicateSet} has their bit they are satisfied.
   * After the variables come the loops, with their {@code until}. 0 where there are more than 64 of
   * both.
   */
  public long decided() {
    return decided;
  }

  /**
   * The variables, as a bit mask, whose events matter where nothing is pending: a match can begin
   * with them, or they forbid one that begins later. All bits where there are more than 64
   * variables and loops.
   */
  public long starts() {
    if (rule.variables().size() + automaton.loops().size() > Long.SIZE) {
      return -1;
    }
    long starts = 0;
    for (Automaton.Edge edge : automaton.edges(automaton.start())) {
      starts |= 1L << automaton.variable(edge.to());
    }
    for (int variable : automaton.forbidden()) {
      starts |= 1L << variable;
    }
    return starts;
  }

  /** What it evaluates, compiled for a schema. Thread-safe; takes a millisecond the first time. */
  ProgramCode code(Schema schema) {
    ProgramCode known = code;
    if (known == null || !known.fits(schema)) {
      known = ProgramCode.compile(this, schema);
      code = known;
    }
    return known;
  }

  /** Whether a bound counts from the last event of a partial match. */
  public boolean countsFromLastEvent() {
    return deadlines.waits() || automaton.hasGaps();
  }

  /** Whether time alone can complete a match. */
  public boolean waits() {
    return deadlines.waits();
  }

  /** When its partial matches are over, and when they are complete. */
  Deadlines deadlines() {
    return deadlines;
  }

  /** The fields of a type's events that registers are made of, ascending. */
  public int[] keptFields(EventType type) {
    Set<Integer> all = new TreeSet<>();
    for (KeptValue kept : registers.kept()) {
      Expr argument = kept.argument();
      if (argument != null
          && rule.variables().get(kept.variable()).type().name().equals(type.name())) {
        argument.walk(
            e -> {
              if (e instanceof Expr.Field field) {
                all.add(field.field());
              }
            });
      }
    }
    return all.stream().mapToInt(i -> i).toArray();
  }

  /**
   * Whether partial matches at the same place need not be told apart: either one match is wanted,
   * after which nothing remains, or all of them; and no condition or bound looks at what a partial
   * match has taken. See {@link SharedMatcher} and {@link EnumeratingMatcher}.
   */
  public boolean isShared() {
    return shared;
  }

  /** Whether it is shared, and all matches are wanted. */
  public boolean isEnumerated() {
    return shared && rule.skip() instanceof Skip.None;
  }

  /** The most events of a match; {@link Integer#MAX_VALUE} if nothing bounds them. */
  int longestMatch() {
    return (int) longest(rule.pattern());
  }

  private static long longest(Pattern pattern) {
    long most =
        switch (pattern) {
          case Pattern.Single single -> 1;
          case Pattern.Sequence sequence ->
              sequence.parts().stream().mapToLong(Program::longest).sum();
          case Pattern.Conjunction both -> both.parts().stream().mapToLong(Program::longest).sum();
          case Pattern.Absence absence -> 0;
          case Pattern.Alternation either ->
              either.branches().stream().mapToLong(Program::longest).max().orElse(0);
          case Pattern.Repetition r ->
              r.max() == Pattern.Repetition.UNBOUNDED
                  ? Integer.MAX_VALUE
                  : r.max() * longest(r.body());
        };
    return Math.min(Integer.MAX_VALUE, most);
  }

  /** How it is matched. */
  public MatchingKind matching() {
    if (isEnumerated()) {
      return MatchingKind.ENUMERATED;
    }
    if (shared) {
      return chain != null && !chain.hasNext() ? MatchingKind.COUNTED : MatchingKind.SHARED;
    }
    return chain != null ? MatchingKind.CHAIN : MatchingKind.EACH;
  }

  /** How many events a match has, where all have the same number of them; or 0. */
  public int steps() {
    return chain == null ? 0 : chain.length();
  }

  /** The steps of the pattern, if it is a chain and one match at a time is wanted. */
  Chain chain() {
    return Objects.requireNonNull(chain);
  }

  /** Bytes of the registers that a partial match of the chain needs before its last step. */
  public int chainRegisters() {
    return chain == null ? 0 : registers.bytesOf(chain::takesBeforeLast, conditions());
  }

  private List<Expr> conditions() {
    List<Expr> conditions = new ArrayList<>(rule.pattern().conditions());
    rule.variables().stream()
        .map(Variable::condition)
        .filter(Objects::nonNull)
        .forEach(conditions::add);
    return conditions;
  }

  /**
   * The longest time that the rule names, ms: its {@code within}, or a bound on an arrow. 0 if it
   * names none. About how long something of a key is pending, as a rule.
   */
  public long horizonMillis() {
    return deadlines.horizon();
  }

  /**
   * What states depend on: two programs with equal shapes can read each other's states. It holds
   * pattern, keys, time bound and what is remembered of events; not conditions, parameters or the
   * alert.
   */
  public String stateShape() {
    StringBuilder text = new StringBuilder();
    for (Key.Source source : rule.key().sources()) {
      text.append("key ").append(source.type().name());
      for (int field : source.fields()) {
        text.append(' ').append(source.type().fields().get(field).name());
        text.append(':').append(source.type().fields().get(field).type());
      }
      text.append('\n');
    }
    for (Variable variable : rule.variables()) {
      text.append(variable.name()).append(' ').append(variable.type().name()).append('\n');
    }
    appendPattern(rule.pattern(), text);
    text.append("\nwithin ").append(rule.withinMillis()).append('\n').append(rule.skip());
    if (shared) {
      text.append("\nof events");
      for (Variable variable : rule.variables()) {
        for (int field : keptFields(variable.type())) {
          EventType.Field kept = variable.type().fields().get(field);
          text.append(' ').append(kept.name()).append(':').append(kept.type());
        }
      }
    }
    text.append('\n').append(matching());
    if (matching() == MatchingKind.CHAIN) {
      text.append(' ').append(chainRegisters());
    }
    return text.append('\n').append(registers).toString();
  }

  private static void appendPattern(Pattern pattern, StringBuilder text) {
    switch (pattern) {
      case Pattern.Single single -> text.append(single.variable());
      case Pattern.Sequence sequence -> {
        text.append('(');
        for (int i = 0; i < sequence.parts().size(); i++) {
          text.append(i == 0 ? "" : sequence.links().get(i - 1).toString());
          appendPattern(sequence.parts().get(i), text);
        }
        text.append(')');
      }
      case Pattern.Conjunction both -> {
        text.append("all(");
        both.parts().forEach(p -> appendPattern(p, text.append(' ')));
        text.append(')');
      }
      case Pattern.Absence absence -> text.append("not ").append(absence.variable());
      case Pattern.Alternation alternation -> {
        text.append('(');
        for (int i = 0; i < alternation.branches().size(); i++) {
          text.append(i == 0 ? "" : "|");
          appendPattern(alternation.branches().get(i), text);
        }
        text.append(')');
      }
      case Pattern.Repetition r -> {
        text.append('(');
        appendPattern(r.body(), text);
        text.append("){").append(r.min()).append(',').append(r.max()).append('}');
        text.append(r.join()).append(r.greed()).append(r.until().isEmpty() ? "" : "until");
      }
    }
  }

  /** States, edges and registers, for people. */
  @Override
  public String toString() {
    return "program " + rule.name() + "\n" + automaton + "registers\n" + registers;
  }
}
