package io.tripline.engine.describe;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Feature;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.bound.StateSize;
import io.tripline.engine.expression.KeptValue;
import io.tripline.engine.expression.Kind;
import io.tripline.engine.expression.RegisterForm;
import io.tripline.engine.feature.FeatureReads;
import io.tripline.engine.feature.Makers;
import io.tripline.engine.feature.RuleFeatures;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.ProgramLimitException;
import io.tripline.engine.window.Series;
import java.util.ArrayList;
import java.util.Collection;
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
 * @param outside what the rule reads beside its events, and what of it is kept
 * @param depth how many rules have had their turn one after the other before what it takes is made:
 *     0 if it takes nothing that rules make
 */
public record RuleDescription(
    Rule rule,
    @Nullable Compiled compiled,
    @Nullable String problem,
    boolean isTooLarge,
    List<Outside> outside,
    int depth) {

  public RuleDescription {
    outside = List.copyOf(outside);
  }

  /**
   * A window, feature, list or table that a rule reads.
   *
   * @param name in the words of the language
   * @param keeps what is kept for it, in words; beside what rules keep, and once for all that read
   *     the same
   */
  public record Outside(String name, String keeps) {}

  /**
   * Of a rule that was compiled.
   *
   * @param kept what each partial match keeps of its events; where they are shared, what is kept of
   *     each event
   * @param shared whether partial matches at the same place of the automaton are one
   */
  public record Compiled(PatternGraph graph, List<Kept> kept, StateBound bound, boolean shared) {
    public Compiled {
      kept = List.copyOf(kept);
    }
  }

  /**
   * A value that a partial match keeps, or a field that is kept of an event.
   *
   * @param variable of whose events; of a field the event type
   * @param value in the words of the language: {@code avg(probe.amount)}; of a field {@code
   *     Payment.amount}
   * @param form what stands for it: {@code sum and count}
   * @param bytes of its fixed part, as a checkpoint writes it
   * @param more what comes to that, such as {@code the text}; null if nothing does
   */
  public record Kept(
      String variable, String value, String form, long bytes, @Nullable String more) {}

  /**
   * Explains a rule.
   *
   * @param rules of the rule set, which may make events for it
   */
  public static RuleDescription of(Rule rule, Collection<Rule> rules) {
    List<Outside> outside = outside(rule);
    int depth = Makers.depth(rule, rules);
    try {
      Program program = Program.compile(rule);
      Compiled compiled =
          new Compiled(
              PatternGraph.of(program),
              program.isShared() ? keptOfEvents(program) : kept(program),
              StateBound.of(program),
              program.isShared());
      return new RuleDescription(rule, compiled, null, false, outside, depth);
    } catch (ProgramLimitException e) {
      return new RuleDescription(rule, null, e.getMessage(), true, outside, depth);
    }
  }

  private static List<Outside> outside(Rule rule) {
    Set<Outside> found = new LinkedHashSet<>();
    for (FeatureReads.Read read : FeatureReads.of(RuleFeatures.of(rule))) {
      Feature feature = read.value().feature();
      String key = feature.key().names().isEmpty() ? "" : String.join(", ", feature.key().names());
      Series series = new Series(List.of(feature.aggregate()));
      String each = key.isEmpty() ? "" : ", for each " + key;
      found.add(new Outside(feature.name(), series.keeps() + each));
    }
    rule.walk(
        e -> {
          switch (e) {
            case Expr.Lookup l -> found.add(shared("table", l.table().name()));
            case Expr.InList l -> found.add(shared("list", l.list().name()));
            default -> {}
          }
        });
    return List.copyOf(found);
  }

  private static Outside shared(String kind, String name) {
    return new Outside("the " + kind + " `" + name + "`", "its contents, once for all rules");
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

  /** Where partial matches are shared: the fields of events of which registers are made later. */
  private static List<Kept> keptOfEvents(Program program) {
    List<Kept> result = new ArrayList<>();
    Set<EventType> types = new LinkedHashSet<>();
    program.rule().variables().forEach(v -> types.add(v.type()));
    for (EventType type : types) {
      for (int f : program.keptFields(type)) {
        EventType.Field field = type.fields().get(f);
        boolean text = Kind.of(field.type()) == Kind.TEXT;
        result.add(
            new Kept(
                type.name(),
                type.name() + "." + field.name(),
                one(field.type()),
                StateSize.valueBytes(field.type()),
                text ? "the text" : null));
      }
    }
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
    return switch (kept.form()) {
      case TEXT -> "the text";
      case SET ->
          switch (Kind.of(kept.type())) {
            case TEXT -> "4 bytes and the text for each value";
            case OBJECT -> "16 bytes for each value";
            case BOOL, LONG, DOUBLE -> "8 bytes for each value";
          };
      default -> null;
    };
  }

  private static long bytes(KeptValue kept) {
    return (long) RegisterForm.SLOT * kept.form().slots();
  }
}
