package io.tripline.engine.explain;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.ExprText;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.ir.Variable;
import io.tripline.engine.alert.Value;
import io.tripline.engine.contents.LookUps;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Nulls;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.ConditionReport.NamedTerm;
import io.tripline.engine.explain.ConditionReport.Outcome;
import io.tripline.engine.explain.ConditionReport.Part;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.Node;
import io.tripline.engine.expression.RegisterTable;
import io.tripline.engine.expression.RegisterValues;
import io.tripline.engine.expression.ValueReader;
import io.tripline.engine.feature.RuleFeatures;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the conditions of one rule once more, part by part. Not thread-safe.
 *
 * <p>A whole condition is evaluated as the matcher does it, so that its outcome is the matcher's;
 * parts and terms each on their own, so that also those have values that the matcher never got to.
 */
public final class ConditionExplainer {
  private static final int LONGEST_TERM = 48;
  private static final int MONEY_DIGITS = 2;

  private final Rule rule;
  private final boolean values;
  private final Schema schema;
  private final SourceText source;
  private final ExprCompiler compiler;
  private final Frame frame = new Frame();
  private final Map<Expr, Node> nodes = new IdentityHashMap<>();
  private final Map<Expr, String> texts = new IdentityHashMap<>();

  /**
   * @param schema of the events that will be asked about
   * @param values whether these have the values of windows and features beside them, as events have
   *     while rules are matched; if not, conditions on these are unknown
   */
  public ConditionExplainer(Rule rule, Schema schema, SourceText source, boolean values) {
    this.rule = values ? RuleFeatures.of(rule) : rule;
    this.values = values;
    this.schema = schema;
    this.source = source;
    this.compiler = new ExprCompiler(RegisterTable.of(this.rule));
  }

  /** Asks lists and tables as of the place of these look-ups. */
  public void lookUps(LookUps of) {
    frame.lookUps(of);
  }

  /**
   * A variable's condition, asked of an event of its type.
   *
   * @param bound what the partial match knows of the events that it has taken
   */
  public ConditionReport variable(int variable, EventView event, RegisterValues bound) {
    Variable v = rule.variables().get(variable);
    Expr condition = v.condition();
    return condition == null
        ? new ConditionReport(Outcome.TRUE, List.of())
        : report(condition, v.type(), event, bound);
  }

  /** The condition of an {@code until}, asked of an event of its type. */
  public ConditionReport until(Pattern.Until until, EventView event, RegisterValues bound) {
    return report(until.condition(), until.type(), event, bound);
  }

  private ConditionReport report(
      Expr condition, EventType type, EventView event, RegisterValues bound) {
    EventLayout layout = schema.get(type.name());
    frame.event(event).registers(bound);
    Tested whole = test(condition, layout);
    List<Expr> conjuncts = new ArrayList<>();
    flatten(condition, conjuncts);
    List<Part> parts = new ArrayList<>();
    for (Expr conjunct : conjuncts) {
      Tested part = test(conjunct, layout);
      boolean decides = decides(whole, part);
      parts.add(
          new Part(
              text(conjunct, type),
              conjunct.place(),
              part.outcome,
              decides,
              part.error,
              decides ? terms(conjunct, type, layout) : List.of()));
    }
    return new ConditionReport(whole.outcome, parts);
  }

  /** The outcome of a condition on its own. */
  private record Tested(Outcome outcome, @Nullable String error) {}

  private Tested test(Expr condition, EventLayout layout) {
    if (isUnknown(condition)) {
      return new Tested(
          Outcome.UNKNOWN, "what its windows and features were is not known any more");
    }
    frame.reset();
    int value = node(condition, layout).test(frame);
    String error = takeError();
    if (error != null || value == Nulls.UNKNOWN) {
      return new Tested(Outcome.UNKNOWN, error);
    }
    return new Tested(value == 1 ? Outcome.TRUE : Outcome.FALSE, null);
  }

  /** Whether it asks for values that are not beside the event. */
  private boolean isUnknown(Expr expr) {
    boolean[] asks = {false};
    expr.walk(e -> asks[0] |= e instanceof Expr.Windowed || e instanceof Expr.FeatureValue);
    return asks[0] && !values;
  }

  private @Nullable String takeError() {
    String error = frame.failedAt() == null ? null : frame.failure();
    frame.reset();
    return error;
  }

  private Node node(Expr expr, EventLayout layout) {
    return nodes.computeIfAbsent(expr, e -> compiler.compile(e, layout));
  }

  private static boolean decides(Tested whole, Tested part) {
    // An error in a part makes the whole unknown, even where another part is false.
    return whole.error != null ? part.error != null : part.outcome == whole.outcome;
  }

  /** The operands of {@code and} at the top; a {@code between} is one of them, and stays whole. */
  private static void flatten(Expr condition, List<Expr> into) {
    if (condition instanceof Expr.Logical logical && logical.and() && !isBetween(logical)) {
      logical.operands().forEach(operand -> flatten(operand, into));
    } else {
      into.add(condition);
    }
  }

  private static boolean isBetween(Expr.Logical logical) {
    return logical.operands().stream().allMatch(o -> o.place().equals(logical.place()));
  }

  private String text(Expr expr, EventType type) {
    return texts.computeIfAbsent(
        expr, e -> source.of(e).orElseGet(() -> ExprText.ofEvent(rule, type).of(e)));
  }

  // ---- terms

  private List<NamedTerm> terms(Expr condition, EventType type, EventLayout layout) {
    Map<String, NamedTerm> terms = new LinkedHashMap<>();
    collect(condition, type, layout, false, terms);
    return List.copyOf(terms.values());
  }

  /**
   * @param computed whether it is part of a term that is shown itself
   */
  private void collect(
      Expr expr,
      EventType type,
      EventLayout layout,
      boolean computed,
      Map<String, NamedTerm> terms) {
    TermKind kind = kind(expr);
    if (kind == TermKind.CONSTANT) {
      return;
    }
    if (kind != TermKind.LEAF) {
      boolean inside = computed || kind == TermKind.COMPUTED;
      expr.parts().forEach(part -> collect(part, type, layout, inside, terms));
    }
    if (kind == TermKind.LEAF || kind == TermKind.COMPUTED && !computed) {
      add(expr, type, layout, terms);
    }
  }

  private enum TermKind {
    CONSTANT,
    /** Has no parts that a reader would ask for. */
    LEAF,
    /** True or false, which the parts explain. */
    TEST,
    /** A value made of others, worth showing beside them. */
    COMPUTED
  }

  private TermKind kind(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> isParameter(literal) ? TermKind.LEAF : TermKind.CONSTANT;
      case Expr.Cast cast -> TermKind.TEST;
      case Expr.Aggregate aggregate -> TermKind.LEAF;
      case Expr.Windowed windowed -> TermKind.LEAF;
      case Expr.Negate negate -> TermKind.TEST;
      case Expr.Lookup l -> TermKind.COMPUTED;
      case Expr.Arithmetic a -> TermKind.COMPUTED;
      case Expr.Case c -> TermKind.COMPUTED;
      case Expr.Coalesce c -> TermKind.COMPUTED;
      case Expr.Extreme e -> TermKind.COMPUTED;
      case Expr.Call c -> c.type() == Type.Simple.BOOL ? TermKind.TEST : TermKind.COMPUTED;
      default -> expr.parts().isEmpty() ? TermKind.LEAF : TermKind.TEST;
    };
  }

  /** A parameter's value stands in the rule as a literal; the author wrote a name. */
  private boolean isParameter(Expr.Literal literal) {
    return !(literal.type() instanceof Type.Enumeration)
        && source.of(literal).filter(t -> t.matches("`.*`|[\\p{L}_][\\p{L}\\p{N}_]*")).isPresent()
        && source.of(literal).filter(t -> t.matches("true|false|null")).isEmpty();
  }

  private void add(Expr expr, EventType type, EventLayout layout, Map<String, NamedTerm> terms) {
    String text = shortened(text(expr, type));
    if (terms.containsKey(text)) {
      return;
    }
    if (isUnknown(expr)) {
      return;
    }
    frame.reset();
    Value value = new ValueReader(node(expr, layout), expr.type()).read(frame);
    if (takeError() != null) {
      value = new Value.Null();
    }
    boolean asDeclared = expr instanceof Expr.Field || expr instanceof Expr.VariableField;
    Value shown = asDeclared ? value : withoutAddedDigits(value);
    terms.put(text, new NamedTerm(text, shown, expr.type(), Pii.isIn(expr, rule, type)));
  }

  /** Arithmetic and coercions add digits after the point; zeros beyond the second say nothing. */
  private static Value withoutAddedDigits(Value value) {
    if (!(value instanceof Value.Decimal(BigDecimal number)) || number.scale() <= MONEY_DIGITS) {
      return value;
    }
    int digits = Math.max(MONEY_DIGITS, number.stripTrailingZeros().scale());
    return new Value.Decimal(number.setScale(digits));
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST_TERM) {
      return text;
    }
    int bracket = text.indexOf('(');
    boolean isCall =
        bracket > 0 && text.substring(0, bracket).matches("\\w+") && text.endsWith(")");
    return isCall
        ? text.substring(0, bracket) + "(…)"
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TERM / 2)) + "…";
  }
}
