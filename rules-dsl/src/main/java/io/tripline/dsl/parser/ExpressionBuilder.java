package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.ir.Expr.ArithmeticOp;
import io.tripline.dsl.ir.Expr.ComparisonOp;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.Clause;
import io.tripline.dsl.syntax.Expression;
import io.tripline.dsl.syntax.Expression.Branch;
import io.tripline.dsl.syntax.Expression.Broken;
import io.tripline.dsl.syntax.Expression.Unit;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.WindowTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Makes expressions from the parse tree; long chains are walked, not recursed into. */
final class ExpressionBuilder {
  private static final Set<String> CALENDAR_UNITS = Set.of("hour", "day", "month");

  private final Places places;
  private final Diagnostics diagnostics;

  /** How many steps of calculation lie around what is being built, each making it one deeper. */
  private int steps;

  ExpressionBuilder(Places places, Diagnostics diagnostics) {
    this.places = places;
    this.diagnostics = diagnostics;
  }

  /** A name without its back-quotes. */
  Name name(NameContext context) {
    return name(context.getStart());
  }

  private Name name(Token token) {
    String text = token.getText();
    if (token.getType() == TriplineLexer.QUOTED_NAME) {
      int end = text.endsWith("`") && text.length() > 1 ? text.length() - 1 : text.length();
      text = text.substring(1, end);
    }
    return new Name(text, places.of(token));
  }

  Expression expression(ExpressionContext context) {
    return switch (context) {
      case NotContext not -> new Expression.Not(expression(not.expression()), places.of(not));
      case AndContext and -> new Expression.Logical(true, chain(and, true), places.of(and));
      case OrContext or -> new Expression.Logical(false, chain(or, false), places.of(or));
      case TestContext test -> test(test);
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  /** The operands of a and b and c, which the parser nests to the left. */
  private List<Expression> chain(ExpressionContext context, boolean and) {
    List<Expression> operands = new ArrayList<>();
    ExpressionContext left = context;
    while (true) {
      if (and && left instanceof AndContext a) {
        operands.add(expression(a.expression(1)));
        left = a.expression(0);
      } else if (!and && left instanceof OrContext o) {
        operands.add(expression(o.expression(1)));
        left = o.expression(0);
      } else {
        operands.add(expression(left));
        Collections.reverse(operands);
        return operands;
      }
    }
  }

  private Expression test(TestContext context) {
    Expression operand = operand(context.operand());
    PredicateContext predicate = context.predicate();
    if (predicate == null) {
      return operand;
    }
    Place place = places.of(context);
    return switch (predicate) {
      case ComparisonContext c ->
          new Expression.Comparison(comparison(c.op), operand, operand(c.operand()), place);
      case InContext in ->
          new Expression.In(operand, expressions(in.expression()), in.NOT() != null, place);
      case InListContext list ->
          new Expression.InList(operand, name(list.name()), list.NOT() != null, place);
      case BetweenContext b ->
          new Expression.Between(
              operand, operand(b.operand(0)), operand(b.operand(1)), b.NOT() != null, place);
      case LikeContext like ->
          new Expression.Like(operand, operand(like.operand()), like.NOT() != null, place);
      case MatchesContext matches ->
          new Expression.Matches(operand, operand(matches.operand()), matches.NOT() != null, place);
      case IsNullContext isNull -> new Expression.IsNull(operand, isNull.NOT() != null, place);
      default -> throw new IllegalStateException(predicate.getClass().getName());
    };
  }

  private static ComparisonOp comparison(Token sign) {
    return switch (sign.getType()) {
      case TriplineLexer.EQ -> ComparisonOp.EQ;
      case TriplineLexer.NE, TriplineLexer.NE_SQL -> ComparisonOp.NE;
      case TriplineLexer.LT -> ComparisonOp.LT;
      case TriplineLexer.LE -> ComparisonOp.LE;
      case TriplineLexer.GT -> ComparisonOp.GT;
      default -> ComparisonOp.GE;
    };
  }

  private Expression operand(OperandContext context) {
    Deque<OperandContext> chain = new ArrayDeque<>();
    OperandContext left = context;
    while (left instanceof ProductContext || left instanceof SumContext) {
      chain.push(left);
      left = left.getRuleContext(OperandContext.class, 0);
    }
    if (steps + chain.size() > Tokens.DEEPEST) {
      diagnostics.report(
          Code.TOO_DEEP,
          places.of(context),
          "this calculation has more than " + Tokens.DEEPEST + " steps");
      return new Broken(places.of(context));
    }
    steps += chain.size();
    Expression result =
        left instanceof NegateContext negate
            ? new Expression.Negate(operand(negate.operand()), places.of(negate))
            : primary(((ValueContext) left).primary());
    steps -= chain.size();
    while (!chain.isEmpty()) {
      OperandContext step = chain.pop();
      Token sign = step instanceof ProductContext p ? p.op : ((SumContext) step).op;
      Expression right = operand(step.getRuleContext(OperandContext.class, 1));
      result = new Expression.Arithmetic(arithmetic(sign), result, right, places.of(step));
    }
    return result;
  }

  private static ArithmeticOp arithmetic(Token sign) {
    return switch (sign.getType()) {
      case TriplineLexer.PLUS -> ArithmeticOp.ADD;
      case TriplineLexer.MINUS -> ArithmeticOp.SUBTRACT;
      case TriplineLexer.STAR -> ArithmeticOp.MULTIPLY;
      case TriplineLexer.SLASH -> ArithmeticOp.DIVIDE;
      default -> ArithmeticOp.REMAINDER;
    };
  }

  private Expression primary(PrimaryContext context) {
    return switch (context) {
      case ParenthesesContext p -> expression(p.expression());
      case ConstantContext c -> literal(c.literal());
      case CaseContext c -> caseWhen(c);
      case CallContext call -> call(call);
      case LookupContext lookup ->
          new Expression.Lookup(
              name(lookup.name(0)),
              expression(lookup.expression()),
              name(lookup.name(1)),
              places.of(lookup));
      case MemberContext member ->
          new Expression.Member(name(member.name(0)), name(member.name(1)), places.of(member));
      case BareContext bare -> new Expression.Bare(name(bare.name()));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Expression caseWhen(CaseContext context) {
    List<Branch> branches = new ArrayList<>();
    for (BranchContext branch : context.branch()) {
      branches.add(new Branch(expression(branch.expression(0)), expression(branch.expression(1))));
    }
    ExpressionContext otherwise = context.expression();
    return new Expression.Case(
        branches, otherwise == null ? null : expression(otherwise), places.of(context));
  }

  private Expression call(CallContext context) {
    List<Expression> arguments = List.of();
    @Nullable Expression where = null;
    if (context.arguments() != null) {
      arguments = expressions(context.arguments().expression());
      if (context.arguments().WHERE() != null) {
        where = arguments.getLast();
        arguments = arguments.subList(0, arguments.size() - 1);
      }
    }
    return new Expression.Call(
        context.APPROX() != null,
        name(context.name()),
        arguments,
        where,
        context.window() == null ? null : window(context.window()),
        places.of(context));
  }

  WindowTree window(WindowContext context) {
    Place place = places.of(context);
    return switch (context) {
      case SlidingContext sliding -> sliding(sliding, place);
      case LastEventsContext last -> {
        String digits = last.INTEGER().getText();
        yield new WindowTree.LastEvents(digits.equals(Tokens.UNREADABLE) ? null : digits, place);
      }
      case SessionContext session -> new WindowTree.Session(duration(session.duration()), place);
      case CalendarContext calendar ->
          new WindowTree.Calendar(name(calendar.name()), zone(calendar.TEXT().getSymbol()), place);
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  /** A unit of the calendar that has no zone looks like the name of a parameter. */
  private WindowTree sliding(SlidingContext context, Place place) {
    NameContext name = context.duration().name();
    DelayContext delay = context.delay();
    PanesContext panes = context.panes();
    boolean previous = context.PREVIOUS() != null;
    if (name != null
        && CALENDAR_UNITS.contains(name.getText())
        && !previous
        && delay == null
        && panes == null) {
      return new WindowTree.Calendar(name(name), null, place);
    }
    return new WindowTree.Sliding(
        duration(context.duration()),
        previous,
        delay == null ? null : duration(delay.duration()),
        panes == null ? null : duration(panes.duration()),
        place);
  }

  private WindowTree.Zone zone(Token token) {
    return new WindowTree.Zone(Text.of(token).string(), places.of(token));
  }

  Clause.Duration duration(DurationContext context) {
    Place place = places.of(context);
    if (context.name() != null) {
      return new Clause.Duration(null, name(context.name()).text(), place);
    }
    Token token = context.DURATION().getSymbol();
    return new Clause.Duration(Durations.millis(token, places, diagnostics), null, place);
  }

  private List<Expression> expressions(List<ExpressionContext> contexts) {
    return contexts.stream().map(this::expression).toList();
  }

  private Expression literal(LiteralContext context) {
    Place place = places.of(context);
    Token token = context.getStart();
    String text = token.getText();
    if (text.equals(Tokens.UNREADABLE)) {
      return new Broken(place);
    }
    return switch (context) {
      case IntegerContext i -> new Expression.IntegerLiteral(text, place);
      case DecimalContext d -> new Expression.DecimalLiteral(text, place);
      case QuantityContext q -> new Expression.QuantityLiteral(text, unit(q.unit()), place);
      case DurationLiteralContext d -> duration(token, place);
      case TextContext t -> new Expression.TextLiteral(Text.of(token).string(), place);
      case TimestampContext t ->
          new Expression.TimestampLiteral(Text.of(t.TEXT().getSymbol()).string(), place);
      case BooleanContext b -> new Expression.BooleanLiteral(b.TRUE() != null, place);
      case NullContext n -> new Expression.NullLiteral(place);
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private static Unit unit(UnitContext context) {
    if (context.KM() != null) {
      return context.H() == null ? Unit.KILOMETERS : Unit.KILOMETERS_PER_HOUR;
    }
    return context.MI() != null ? Unit.MILES : Unit.MILES_PER_HOUR;
  }

  private Expression duration(Token token, Place place) {
    Long millis = Durations.millis(token, places, diagnostics);
    return millis == null ? new Broken(place) : new Expression.DurationLiteral(millis, place);
  }
}
