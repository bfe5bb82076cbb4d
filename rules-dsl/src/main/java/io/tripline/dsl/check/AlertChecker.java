package io.tripline.dsl.check;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Template;
import io.tripline.dsl.ir.Type;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.TextTree;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what a rule says when it matches. */
final class AlertChecker {
  private static final Pattern DIGITS = Pattern.compile("(?=.*[#0])[#0,]*(\\.[#0]*)?%?");

  private final ExpressionChecker expressions;
  private final DurationChecker durations;
  private final Diagnostics diagnostics;

  AlertChecker(Scope scope, DurationChecker durations, Diagnostics diagnostics) {
    this.expressions = new ExpressionChecker(scope, diagnostics);
    this.durations = durations;
    this.diagnostics = diagnostics;
  }

  /** The alert, or null if it is wrong, which is reported. */
  @Nullable AlertSpec check(Clause.Alert alert) {
    Template message = text(alert.text());
    Integer score = score(alert.scores());
    List<AlertSpec.Named> with = with(alert.with());
    Long oncePer = oncePer(alert.oncePer());
    return message == null || score == null || with == null || oncePer == null
        ? null
        : new AlertSpec(message, score, with, oncePer);
  }

  private @Nullable Template text(TextTree text) {
    List<Template.@Nullable Part> parts = new ArrayList<>();
    for (TextTree.Part part : text.parts()) {
      parts.add(
          switch (part) {
            case TextTree.Plain(String plain) -> new Template.Text(plain);
            case TextTree.Hole(Expression expression, TextTree.Format format) ->
                hole(expression, format);
          });
    }
    List<Template.Part> all = Nulls.ifNone(parts);
    return all == null ? null : new Template(all);
  }

  private Template.@Nullable Hole hole(Expression expression, TextTree.@Nullable Format format) {
    Expr value = expressions.check(expression);
    boolean good = format == null || format(format, value);
    return value == null || !good
        ? null
        : new Template.Hole(value, format == null ? null : format.text());
  }

  private boolean format(TextTree.Format format, @Nullable Expr value) {
    if (value != null && !value.type().isNumeric()) {
      diagnostics.report(
          Code.BAD_FORMAT,
          format.place(),
          "a format is for numbers, but this is " + Operators.article(value.type()));
      return false;
    }
    if (isNumberFormat(format.text())) {
      return true;
    }
    diagnostics.report(
        Code.BAD_FORMAT,
        format.place(),
        format.text().isBlank()
            ? "there is no format behind the colon"
            : "`" + format.text() + "` is not a number format",
        "formats read like `0.00` or `#,##0`");
    return false;
  }

  /**
   * Whether it is a {@link DecimalFormat} of digits alone. Its other characters would be printed or
   * change the value, which is not what someone means who writes a format of another language.
   */
  private static boolean isNumberFormat(String text) {
    if (!DIGITS.matcher(text).matches()) {
      return false;
    }
    try {
      new DecimalFormat(text, DecimalFormatSymbols.getInstance(Locale.ROOT));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable Integer score(List<Expression> scores) {
    if (scores.isEmpty()) {
      return AlertSpec.NO_SCORE;
    }
    if (scores.size() > 1) {
      diagnostics.report(Code.DUPLICATE, scores.get(1).place(), "`score` is given twice");
    }
    Expression written = scores.getFirst();
    if (written instanceof Expression.Broken) {
      return null;
    }
    if (Literals.isLiteral(written) || written instanceof Expression.Bare) {
      Expr score = expressions.check(written);
      if (score == null) {
        return null;
      }
      if (score instanceof Expr.Literal literal
          && score.type() == Type.Simple.INT
          && literal.value() instanceof Long n
          && n >= 0
          && n <= 100) {
        return n.intValue();
      }
    }
    diagnostics.report(
        Code.BAD_SCORE, written.place(), "a score is a whole number from 0 to 100, as a literal");
    return null;
  }

  private @Nullable List<AlertSpec.Named> with(List<Clause.Named> named) {
    List<AlertSpec.@Nullable Named> checked = new ArrayList<>();
    Map<String, Name> names = new HashMap<>();
    for (Clause.Named value : named) {
      Name first = names.putIfAbsent(value.name().text(), value.name());
      if (first != null) {
        diagnostics.report(
            Code.DUPLICATE,
            value.name().place(),
            "the value `" + value.name() + "` is given twice",
            null,
            new Related(first.place(), "it is given here first"));
      }
      Expr expr = expressions.check(value.value());
      checked.add(expr == null ? null : new AlertSpec.Named(value.name().text(), expr));
    }
    return Nulls.ifNone(checked);
  }

  private @Nullable Long oncePer(List<Clause.Duration> oncePer) {
    if (oncePer.isEmpty()) {
      return AlertSpec.NO_LIMIT;
    }
    if (oncePer.size() > 1) {
      diagnostics.report(Code.DUPLICATE, oncePer.get(1).place(), "`once per` is given twice");
    }
    return durations.check(oncePer.getFirst(), "once per");
  }
}
