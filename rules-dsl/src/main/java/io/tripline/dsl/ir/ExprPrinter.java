package io.tripline.dsl.ir;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows an expression, with every coercion, and with the type of everything whose type was derived:
 * {@code (amount * 2):decimal(2)} is a product of type decimal(2).
 */
final class ExprPrinter {
  private final List<Variable> variables;
  private final @Nullable EventType tested;

  ExprPrinter(List<Variable> variables, @Nullable EventType tested) {
    this.variables = variables;
    this.tested = tested;
  }

  String print(Expr expr) {
    return switch (expr) {
      case Expr.Literal literal -> literal(literal.value(), literal.type());
      case Expr.Field(int field, Type type, Place p) ->
          tested == null ? "#" + field : tested.fields().get(field).name();
      case Expr.ThisField(int field, Type type, Place p) ->
          "this." + (tested == null ? "#" + field : tested.fields().get(field).name());
      case Expr.Windowed(WindowAggregate aggregate, Place p) ->
          "(" + new ExprPrinter(variables, aggregate.source()).window(aggregate) + ")";
      case Expr.FeatureValue(Feature feature, List<Integer> keyFields, Place p) ->
          feature.name()
              + "["
              + keyFields.stream()
                  .map(f -> tested == null ? "#" + f : tested.fields().get(f).name())
                  .collect(Collectors.joining(", "))
              + "]:"
              + expr.type();
      case Expr.Lookup(Table table, Expr key, int column, Place p) ->
          table.name() + "[" + print(key) + "]." + table.columns().get(column).name();
      case Expr.InList(Expr operand, ValueList list, Place p) ->
          "(" + print(operand) + " in " + list.name() + ")";
      case Expr.VariableField(int variable, int field, Type type, Place p) ->
          variables.get(variable).name() + "." + fieldName(variable, field);
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Negate(Expr operand, Type type, Place p) -> "-" + print(operand);
      case Expr.Arithmetic(var op, Expr left, Expr right, Type type, Place p) ->
          "(" + print(left) + " " + op + " " + print(right) + "):" + type;
      case Expr.Comparison(var op, Expr left, Expr right, Place p) ->
          "(" + print(left) + " " + op + " " + print(right) + ")";
      case Expr.Logical(boolean and, List<Expr> operands, Place p) ->
          "(" + join(operands, and ? " and " : " or ") + ")";
      case Expr.Not(Expr operand, Place p) -> "not " + print(operand);
      case Expr.In(Expr operand, List<Expr> options, Place p) ->
          "(" + print(operand) + " in (" + join(options, ", ") + "))";
      case Expr.Like(Expr operand, String pattern, Place p) ->
          "(" + print(operand) + " like " + ExprText.quoted(pattern) + ")";
      case Expr.Matches(Expr operand, String regex, Place p) ->
          "(" + print(operand) + " matches " + ExprText.quoted(regex) + ")";
      case Expr.IsNull(Expr operand, Place p) -> "(" + print(operand) + " is null)";
      case Expr.Case choice -> choice(choice);
      case Expr.Cast(Expr operand, Type type, Place p) ->
          "cast(" + print(operand) + " as " + type + ")";
      case Expr.Coalesce(List<Expr> operands, Type type, Place p) ->
          "coalesce(" + join(operands, ", ") + "):" + type;
      case Expr.Extreme(boolean greatest, List<Expr> operands, Type type, Place p) ->
          (greatest ? "greatest(" : "least(") + join(operands, ", ") + "):" + type;
      case Expr.Call(String function, var kernel, List<Expr> arguments, Type type, Place p) ->
          function + "(" + join(arguments, ", ") + "):" + type;
    };
  }

  /** {@code avg(amount where approved) over 10m:decimal(6)}. */
  String window(WindowAggregate aggregate) {
    StringBuilder text = new StringBuilder();
    text.append(aggregate.approximate() ? "approx " : "");
    text.append(aggregate.kind().name().toLowerCase(Locale.ROOT)).append('(');
    if (aggregate.argument() != null) {
      text.append(print(aggregate.argument()));
    }
    if (aggregate.kind() == Expr.AggregateKind.PERCENTILE) {
      text.append(", ").append(aggregate.percent());
    }
    if (aggregate.where() != null) {
      text.append(aggregate.argument() == null ? "where " : " where ");
      text.append(print(aggregate.where()));
    }
    text.append(") of ").append(aggregate.source().name());
    text.append(" over ").append(ExprText.span(aggregate.window()));
    return text.append(':').append(aggregate.type()).toString();
  }

  private String join(List<Expr> all, String separator) {
    return all.stream().map(this::print).collect(Collectors.joining(separator));
  }

  private String fieldName(int variable, int field) {
    return variables.get(variable).type().fields().get(field).name();
  }

  private String aggregate(Expr.Aggregate aggregate) {
    Variable variable = variables.get(aggregate.variable());
    String kind = aggregate.kind().name().toLowerCase(Locale.ROOT);
    Expr over = aggregate.argument();
    String argument =
        over == null ? "" : ": " + new ExprPrinter(variables, variable.type()).print(over);
    return kind + "(" + variable.name() + argument + "):" + aggregate.type();
  }

  private String choice(Expr.Case choice) {
    StringBuilder text = new StringBuilder("case");
    for (Expr.Case.When when : choice.branches()) {
      text.append(" when ").append(print(when.condition()));
      text.append(" then ").append(print(when.result()));
    }
    if (choice.otherwise() != null) {
      text.append(" else ").append(print(choice.otherwise()));
    }
    return text.append(" end:").append(choice.type()).toString();
  }

  private static String literal(@Nullable Object value, Type type) {
    if (value == null) {
      return "null:" + type;
    }
    return switch (type) {
      case Type.Decimal(int scale) -> BigDecimal.valueOf((Long) value, scale).toPlainString();
      case Type.Enumeration(List<String> symbols) -> symbols.get((int) (long) (Long) value);
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> ExprText.quoted((String) value);
            case DURATION -> ExprText.duration((Long) value);
            case TIMESTAMP -> "timestamp '" + Instant.ofEpochMilli((Long) value) + "'";
            case DOUBLE -> value + ":double";
            case LENGTH -> value + " m";
            case SPEED -> value + " m/s";
            case IP -> "ip '" + value + "'";
            case BOOL, INT, GEO, NULL -> value.toString();
          };
    };
  }
}
