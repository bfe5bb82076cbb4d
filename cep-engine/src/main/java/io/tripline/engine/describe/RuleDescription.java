package io.tripline.engine.describe;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.expression.KeptValue;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.ProgramLimitException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a rule before it runs. Immutable.
 *
 * @param compiled null where the engine cannot run the rule
 * @param problem why it cannot, as a sentence; null if it can
 * @param isTooLarge whether it cannot because it is larger than any engine allows
 * @param notCounted what else the rule keeps, which the bound does not count
 * @param hasGaps whether arrows have bounds of time, which the automaton does not show yet
 */
public record RuleDescription(
    Rule rule,
    @Nullable Compiled compiled,
    @Nullable String problem,
    boolean isTooLarge,
    List<String> notCounted,
    boolean hasGaps) {

  public RuleDescription {
    notCounted = List.copyOf(notCounted);
  }

  /**
   * Of a rule that was compiled.
   *
   * @param kept what each partial match keeps of its events
   */
  public record Compiled(PatternGraph graph, List<Kept> kept, StateBound bound) {
    public Compiled {
      kept = List.copyOf(kept);
    }
  }

  /**
   * A value that a partial match keeps.
   *
   * @param variable of whose events
   * @param value in the words of the language: {@code avg(probe.amount)}
   * @param form what stands for it: {@code sum and count}
   * @param bytes of its fixed part, as a checkpoint writes it
   * @param more what comes to that, such as {@code the text}; null if nothing does
   */
  public record Kept(
      String variable, String value, String form, long bytes, @Nullable String more) {}

  /** Explains a rule. */
  public static RuleDescription of(Rule rule) {
    List<String> notCounted = notCounted(rule);
    boolean gaps = hasGaps(rule.pattern());
    String unknown = notYet(rule);
    if (unknown != null) {
      return new RuleDescription(rule, null, unknown, false, notCounted, gaps);
    }
    try {
      Program program = Program.compile(rule);
      Compiled compiled =
          new Compiled(PatternGraph.of(program), kept(program), StateBound.of(program));
      return new RuleDescription(rule, compiled, null, false, notCounted, gaps);
    } catch (ProgramLimitException e) {
      return new RuleDescription(rule, null, e.getMessage(), true, notCounted, gaps);
    }
  }

  /** A part of the rule that has no automaton or no register yet. */
  private static @Nullable String notYet(Rule rule) {
    if (holds(rule.pattern(), Pattern.Absence.class)) {
      return "this version has no automaton for `not` in a pattern yet";
    }
    if (holds(rule.pattern(), Pattern.Conjunction.class)) {
      return "this version has no automaton for `&` in a pattern yet";
    }
    boolean[] found = {false};
    rule.walk(
        e -> {
          if (e instanceof Expr.Aggregate aggregate && aggregate.argument() != null) {
            aggregate.argument().walk(part -> found[0] |= isOutside(part));
          }
        });
    return found[0]
        ? "this version cannot aggregate over windows, features, lists and tables yet"
        : null;
  }

  private static boolean holds(Pattern pattern, Class<? extends Pattern> kind) {
    if (kind.isInstance(pattern)) {
      return true;
    }
    return switch (pattern) {
      case Pattern.Single p -> false;
      case Pattern.Absence p -> false;
      case Pattern.Sequence p -> p.parts().stream().anyMatch(part -> holds(part, kind));
      case Pattern.Conjunction p -> p.parts().stream().anyMatch(part -> holds(part, kind));
      case Pattern.Alternation p -> p.branches().stream().anyMatch(part -> holds(part, kind));
      case Pattern.Repetition p -> holds(p.body(), kind);
    };
  }

  private static boolean hasGaps(Pattern pattern) {
    return switch (pattern) {
      case Pattern.Single p -> false;
      case Pattern.Absence p -> false;
      case Pattern.Sequence p ->
          p.links().stream().anyMatch(link -> link.gap() != null)
              || p.parts().stream().anyMatch(RuleDescription::hasGaps);
      case Pattern.Conjunction p -> p.parts().stream().anyMatch(RuleDescription::hasGaps);
      case Pattern.Alternation p -> p.branches().stream().anyMatch(RuleDescription::hasGaps);
      case Pattern.Repetition p -> hasGaps(p.body());
    };
  }

  private static boolean isOutside(Expr expr) {
    return expr instanceof Expr.Windowed
        || expr instanceof Expr.FeatureValue
        || expr instanceof Expr.Lookup
        || expr instanceof Expr.InList;
  }

  private static List<String> notCounted(Rule rule) {
    Set<String> found = new LinkedHashSet<>();
    rule.walk(
        e -> {
          switch (e) {
            case Expr.Windowed w -> found.add("the events of windows (`over`)");
            case Expr.FeatureValue f -> found.add("the feature `" + f.feature().name() + "`");
            case Expr.Lookup l -> found.add("the table `" + l.table().name() + "`");
            case Expr.InList l -> found.add("the list `" + l.list().name() + "`");
            default -> {}
          }
        });
    return List.copyOf(found);
  }

  // ---- what is kept

  private static List<Kept> kept(Program program) {
    List<Kept> result = new ArrayList<>();
    for (KeptValue kept : program.registers().kept()) {
      String variable = program.rule().variables().get(kept.variable()).name();
      result.add(
          new Kept(variable, value(program.rule(), kept), form(kept), bytes(kept), more(kept)));
    }
    result.sort(
        (a, b) ->
            Integer.compare(
                indexOf(program.rule(), a.variable), indexOf(program.rule(), b.variable)));
    return result;
  }

  private static int indexOf(Rule rule, String variable) {
    return rule.variables().stream().map(v -> v.name()).toList().indexOf(variable);
  }

  private static String value(Rule rule, KeptValue kept) {
    String variable = rule.variables().get(kept.variable()).name();
    Expr argument = kept.argument();
    String inside =
        argument == null ? variable : ExprText.ofArgument(rule, kept.variable()).of(argument);
    boolean plain =
        kept.kind() == Expr.AggregateKind.LAST && !rule.variables().get(kept.variable()).repeated();
    return plain ? inside : kept.kind().name().toLowerCase(Locale.ROOT) + "(" + inside + ")";
  }

  private static String form(KeptValue kept) {
    return switch (kept.kind()) {
      case COUNT -> "a count";
      case SUM -> "a sum";
      case AVG -> "sum and count";
      case STDDEV -> "count, mean and sum of squares";
      case DISTINCT -> "the different values";
      case MIN, MAX, FIRST, LAST -> one(kept.type());
      case MEDIAN, PERCENTILE, SEEN -> throw new IllegalArgumentException("over a window only");
    };
  }

  private static String one(Type type) {
    return switch (Kind.of(type)) {
      case TEXT -> "a text";
      case OBJECT -> type.toString();
      case BOOL, LONG, DOUBLE -> "a number";
    };
  }

  private static @Nullable String more(KeptValue kept) {
    boolean text = Kind.of(kept.type()) == Kind.TEXT;
    if (kept.kind() != Expr.AggregateKind.DISTINCT) {
      return kept.object() && text ? "the text" : null;
    }
    return switch (Kind.of(kept.type())) {
      case TEXT -> "5 bytes and the text for each value";
      case OBJECT -> "17 bytes for each value";
      case BOOL -> "2 bytes for each value";
      case LONG, DOUBLE -> "9 bytes for each value";
    };
  }

  private static long bytes(KeptValue kept) {
    long fixed = 8L * kept.numbers();
    if (!kept.object()) {
      return fixed;
    }
    boolean pair =
        kept.kind() != Expr.AggregateKind.DISTINCT && Kind.of(kept.type()) == Kind.OBJECT;
    return fixed + (pair ? 17 : 5);
  }
}
