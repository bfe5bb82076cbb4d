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
          "(" + print(operand) + " like " + quote(pattern) + ")";
      case Expr.Matches(Expr operand, String regex, Place p) ->
          "(" + print(operand) + " matches " + quote(regex) + ")";
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

  private String join(List<Expr> all, String separator) {
    return all.stream().map(this::print).collect(Collectors.joining(separator));
  }

  private String fieldName(int variable, int field) {
    return variables.get(variable).type().fields().get(field).name();
  }

  private String aggregate(Expr.Aggregate aggregate) {
    Variable variable = variables.get(aggregate.variable());
    String kind = aggregate.kind().name().toLowerCase(Locale.ROOT);
    String argument =
        aggregate.argument() == null
            ? ""
            : ": " + new ExprPrinter(variables, variable.type()).print(aggregate.argument());
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
            case STRING -> quote((String) value);
            case DURATION -> duration((Long) value);
            case TIMESTAMP -> "timestamp '" + Instant.ofEpochMilli((Long) value) + "'";
            case DOUBLE -> value + ":double";
            case LENGTH -> value + " m";
            case SPEED -> value + " m/s";
            case IP -> "ip '" + value + "'";
            case BOOL, INT, GEO, NULL -> value.toString();
          };
    };
  }

  static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** In the largest unit that gives a whole number. */
  static String duration(long millis) {
    long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
    String[] signs = {"d", "h", "m", "s"};
    for (int i = 0; i < units.length; i++) {
      if (millis != 0 && millis % units[i] == 0) {
        return millis / units[i] + signs[i];
      }
    }
    return millis + "ms";
  }
}
