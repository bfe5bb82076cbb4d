package io.tripline.dsl.ir;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Expressions in the words of the language, as an author would write them: without the coercions
 * that the checker put in, and with parentheses only where they are needed. Parameters show as
 * their values. Read again at the same place, the text means the same.
 *
 * <p>Immutable; thread-safe.
 */
public final class ExprText {
  /** How tight an expression holds together; a looser one within it needs parentheses. */
  private enum Tie {
    OR,
    AND,
    NOT,
    COMPARISON,
    SUM,
    PRODUCT,
    SIGN,
    WHOLE
  }

  private final List<Variable> variables;
  private final @Nullable EventType tested;
  private final int own;
  private final String fieldPrefix;

  private ExprText(
      List<Variable> variables, @Nullable EventType tested, int own, String fieldPrefix) {
    this.variables = variables;
    this.tested = tested;
    this.own = own;
    this.fieldPrefix = fieldPrefix;
  }

  /** For the condition of a variable, of which bare names are fields. */
  public static ExprText ofCondition(Rule rule, Variable variable) {
    return new ExprText(rule.variables(), variable.type(), variable.index(), "");
  }

  /** For what is asked of events of a type, of which bare names are fields. */
  public static ExprText ofEvent(Rule rule, EventType type) {
    return new ExprText(rule.variables(), type, -1, "");
  }

  /** For what an aggregate of a variable is over: {@code probe.amount}. */
  public static ExprText ofArgument(Rule rule, int variable) {
    Variable of = rule.variables().get(variable);
    return new ExprText(rule.variables(), of.type(), -1, name(of.name()) + ".");
  }

  /** The text of an expression. */
  public String of(Expr expr) {
    return text(expr, Tie.OR);
  }

  private String text(Expr expr, Tie needed) {
    String text = bare(expr);
    return tie(expr).compareTo(needed) < 0 ? "(" + text + ")" : text;
  }

  private static Tie tie(Expr expr) {
    return switch (expr) {
      case Expr.Logical e when isBetween(e) -> Tie.COMPARISON;
      case Expr.Logical e -> e.and() ? Tie.AND : Tie.OR;
      case Expr.Not e when isNegatable(e.operand()) -> Tie.COMPARISON;
      case Expr.Not e -> Tie.NOT;
      case Expr.Comparison e -> Tie.COMPARISON;
      case Expr.In e -> Tie.COMPARISON;
      case Expr.InList e -> Tie.COMPARISON;
      case Expr.Like e -> Tie.COMPARISON;
      case Expr.Matches e -> Tie.COMPARISON;
      case Expr.IsNull e -> Tie.COMPARISON;
      case Expr.Arithmetic e ->
          switch (e.op()) {
            case ADD, SUBTRACT -> Tie.SUM;
            case MULTIPLY, DIVIDE, REMAINDER -> Tie.PRODUCT;
          };
      case Expr.Negate e -> Tie.SIGN;
      case Expr.Literal e -> literal(e.value(), e.type()).startsWith("-") ? Tie.SIGN : Tie.WHOLE;
      case Expr.Cast e -> tie(e.operand());
      case Expr.Windowed e -> Tie.WHOLE;
      case Expr.Field e -> Tie.WHOLE;
      case Expr.ThisField e -> Tie.WHOLE;
      case Expr.VariableField e -> Tie.WHOLE;
      case Expr.FeatureValue e -> Tie.WHOLE;
      case Expr.Aggregate e -> Tie.WHOLE;
      case Expr.Lookup e -> Tie.WHOLE;
      case Expr.Case e -> Tie.WHOLE;
      case Expr.Coalesce e -> Tie.WHOLE;
      case Expr.Extreme e -> Tie.WHOLE;
      case Expr.Call e -> Tie.WHOLE;
    };
  }

  private static Tie tighter(Tie tie) {
    return Tie.values()[tie.ordinal() + 1];
  }

  private String bare(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> literal(e.value(), e.type());
      case Expr.Field e -> fieldPrefix + field(tested, e.field());
      case Expr.ThisField e -> "this." + field(tested, e.field());
      case Expr.VariableField e -> {
        Variable variable = variables.get(e.variable());
        yield name(variable.name()) + "." + field(variable.type(), e.field());
      }
      case Expr.Aggregate e -> aggregate(e);
      case Expr.Windowed e -> window(e.aggregate());
      case Expr.FeatureValue e -> name(e.feature().name());
      case Expr.Lookup e ->
          name(e.table().name())
              + "["
              + of(e.key())
              + "]."
              + name(e.table().columns().get(e.column()).name());
      case Expr.Negate e -> "-" + text(e.operand(), Tie.WHOLE);
      case Expr.Arithmetic e ->
          text(e.left(), tie(e)) + " " + e.op() + " " + text(e.right(), tighter(tie(e)));
      case Expr.Comparison e -> operand(e.left()) + " " + e.op() + " " + operand(e.right());
      case Expr.Logical e when isBetween(e) -> test(e, "");
      case Expr.Logical e ->
          e.operands().stream()
              .map(o -> text(o, tighter(tie(e))))
              .collect(Collectors.joining(e.and() ? " and " : " or "));
      case Expr.Not e when isNegatable(e.operand()) -> test(e.operand(), "not ");
      case Expr.Not e -> "not " + text(e.operand(), Tie.NOT);
      case Expr.In e -> test(e, "");
      case Expr.InList e -> test(e, "");
      case Expr.Like e -> test(e, "");
      case Expr.Matches e -> test(e, "");
      case Expr.IsNull e -> test(e, "");
      case Expr.Case e -> choice(e);
      case Expr.Cast e -> bare(e.operand());
      case Expr.Coalesce e -> "coalesce(" + unified(e.operands(), e.type()) + ")";
      case Expr.Extreme e ->
          (e.greatest() ? "greatest(" : "least(") + unified(e.operands(), e.type()) + ")";
      case Expr.Call e -> e.function() + "(" + list(e.arguments()) + ")";
    };
  }

  private String operand(Expr expr) {
    return text(expr, Tie.SUM);
  }

  private String list(List<Expr> exprs) {
    return exprs.stream().map(this::of).collect(Collectors.joining(", "));
  }

  /**
   * Operands that the checker has made one type. If one of them had it anyway, decimal literals are
   * shown without the digits that they were given.
   */
  private String unified(List<Expr> operands, Type type) {
    boolean natural =
        operands.stream()
            .anyMatch(
                o ->
                    o.type().equals(type)
                        && !(o instanceof Expr.Literal)
                        && !(o instanceof Expr.Cast));
    return operands.stream()
        .map(
            o ->
                natural
                        && o instanceof Expr.Literal(Object value, Type.Decimal(int scale), Place p)
                        && value != null
                    ? money((Long) value, scale)
                    : of(o))
        .collect(Collectors.joining(", "));
  }

  /** With two digits after the point, or as many as it takes. */
  private static String money(long unscaled, int scale) {
    BigDecimal value = BigDecimal.valueOf(unscaled, scale).stripTrailingZeros();
    int digits = Math.clamp(value.scale(), Math.min(scale, 2), scale);
    return value.setScale(digits).toPlainString();
  }

  private static boolean isNegatable(Expr expr) {
    return expr instanceof Expr.Logical e && isBetween(e)
        || expr instanceof Expr.In
        || expr instanceof Expr.InList
        || expr instanceof Expr.Like
        || expr instanceof Expr.Matches
        || expr instanceof Expr.IsNull;
  }

  /** The checker makes two comparisons of the very same operand of {@code x between a and b}. */
  private static boolean isBetween(Expr.Logical e) {
    return e.and()
        && e.operands().size() == 2
        && e.operands().getFirst() instanceof Expr.Comparison(var from, Expr x, Expr a, Place p)
        && e.operands().getLast() instanceof Expr.Comparison(var to, Expr y, Expr b, Place q)
        && from == Expr.ComparisonOp.GE
        && to == Expr.ComparisonOp.LE
        && x.equals(y);
  }

  /** A test that {@code not} can stand in. */
  private String test(Expr expr, String not) {
    return switch (expr) {
      case Expr.Logical(boolean and, List<Expr> bounds, Place p) -> {
        Expr.Comparison from = (Expr.Comparison) bounds.getFirst();
        Expr.Comparison to = (Expr.Comparison) bounds.getLast();
        yield operand(from.left())
            + (" " + not + "between ")
            + (operand(from.right()) + " and " + operand(to.right()));
      }
      case Expr.In e -> operand(e.operand()) + " " + not + "in (" + list(e.options()) + ")";
      case Expr.InList e -> operand(e.operand()) + " " + not + "in " + name(e.list().name());
      case Expr.Like e -> operand(e.operand()) + " " + not + "like " + quoted(e.pattern());
      case Expr.Matches e -> operand(e.operand()) + " " + not + "matches " + quoted(e.regex());
      case Expr.IsNull e -> operand(e.operand()) + " is " + not + "null";
      default -> throw new IllegalArgumentException("no test: " + expr);
    };
  }

  private String choice(Expr.Case e) {
    StringBuilder text = new StringBuilder("case");
    for (Expr.Case.When when : e.branches()) {
      text.append(" when ").append(of(when.condition()));
      text.append(" then ").append(of(when.result()));
    }
    if (e.otherwise() != null) {
      text.append(" else ").append(of(e.otherwise()));
    }
    return text.append(" end").toString();
  }

  private String aggregate(Expr.Aggregate e) {
    Variable variable = variables.get(e.variable());
    String kind = e.kind().name().toLowerCase(Locale.ROOT);
    Expr argument = e.argument();
    if (argument == null) {
      return kind + "(" + name(variable.name()) + ")";
    }
    if (e.kind() == Expr.AggregateKind.LAST && e.variable() == own) {
      return "prev(" + of(argument) + ")";
    }
    ExprText within = new ExprText(variables, variable.type(), -1, name(variable.name()) + ".");
    return kind + "(" + within.of(argument) + ")";
  }

  /** {@code avg(amount where approved) over 10m}. */
  private String window(WindowAggregate aggregate) {
    ExprText within = new ExprText(List.of(), aggregate.source(), -1, "");
    StringBuilder text = new StringBuilder();
    text.append(aggregate.approximate() ? "approx " : "");
    text.append(aggregate.kind().name().toLowerCase(Locale.ROOT)).append('(');
    if (aggregate.argument() != null) {
      text.append(within.of(aggregate.argument()));
    }
    if (aggregate.kind() == Expr.AggregateKind.PERCENTILE) {
      text.append(", ").append(plain(BigDecimal.valueOf(aggregate.percent())));
    }
    if (aggregate.where() != null) {
      text.append(aggregate.argument() == null ? "where " : " where ");
      text.append(within.of(aggregate.where()));
    }
    return text.append(") over ").append(span(aggregate.window())).toString();
  }

  static String span(Window window) {
    return switch (window) {
      case Window.Sliding(long millis, boolean previous) ->
          (previous ? "previous " : "") + duration(millis);
      case Window.Delayed(long millis, long delay) ->
          duration(millis) + " delayed " + duration(delay);
      case Window.Panes(long millis, long pane, boolean previous) ->
          (previous ? "previous " : "") + duration(millis) + " every " + duration(pane);
      case Window.LastEvents(int count) -> "last " + count;
      case Window.Session(long gap) -> "session " + duration(gap);
      case Window.Calendar(var unit, var zone) -> unit + " " + quoted(zone.getId());
    };
  }

  // ---- words

  private static String field(@Nullable EventType type, int field) {
    return type == null ? "#" + field : name(type.fields().get(field).name());
  }

  /** A name as it is written; a word of the language in back-quotes. */
  static String name(String name) {
    return ReservedWords.ALL.contains(name) ? "`" + name + "`" : name;
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** In the largest unit that gives a whole number: {@code 90s}, {@code 2h}. */
  public static String duration(long millis) {
    long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
    String[] signs = {"d", "h", "m", "s"};
    for (int i = 0; i < units.length; i++) {
      if (millis != 0 && millis % units[i] == 0) {
        return millis / units[i] + signs[i];
      }
    }
    return millis + "ms";
  }

  private static String literal(@Nullable Object value, Type type) {
    if (value == null) {
      return "null";
    }
    return switch (type) {
      case Type.Decimal(int scale) -> BigDecimal.valueOf((Long) value, scale).toPlainString();
      case Type.Enumeration(List<String> symbols) -> name(symbols.get((int) (long) (Long) value));
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> quoted((String) value);
            case DURATION -> duration((Long) value);
            case TIMESTAMP -> "timestamp " + quoted(Instant.ofEpochMilli((Long) value).toString());
            case DOUBLE -> plain(BigDecimal.valueOf((Double) value));
            // Kilometers, to the micrometer: what an author writes comes back.
            case LENGTH -> rounded((Double) value / 1000) + " km";
            case SPEED -> rounded((Double) value * 3.6) + " km/h";
            case IP -> quoted(value.toString());
            case BOOL, INT, GEO, NULL -> value.toString();
          };
    };
  }

  private static String rounded(double value) {
    return plain(BigDecimal.valueOf(value).setScale(9, RoundingMode.HALF_UP));
  }

  private static String plain(BigDecimal value) {
    BigDecimal shortest = value.stripTrailingZeros();
    return (shortest.scale() < 0 ? shortest.setScale(0) : shortest).toPlainString();
  }
}
