package io.tripline.dsl.parser;

import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.parser.TriplineParser.*;
import io.tripline.dsl.syntax.Name;
import io.tripline.dsl.syntax.TestDeclaration;
import io.tripline.dsl.syntax.TestDeclaration.Cell;
import io.tripline.dsl.syntax.TestDeclaration.Expected;
import io.tripline.dsl.syntax.TestDeclaration.Moment;
import io.tripline.dsl.syntax.TestDeclaration.Part;
import io.tripline.dsl.syntax.TestDeclaration.Row;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/** Makes tests from the parse tree. */
final class TestBuilder {
  private final Places places;
  private final Diagnostics diagnostics;
  private final ExpressionBuilder expressions;

  TestBuilder(Places places, Diagnostics diagnostics, ExpressionBuilder expressions) {
    this.places = places;
    this.diagnostics = diagnostics;
    this.expressions = expressions;
  }

  TestDeclaration test(TestDeclarationContext context, @Nullable String doc, boolean damaged) {
    List<Part> parts = new ArrayList<>();
    boolean unreadable = damaged;
    for (TestPartContext part : context.testPart()) {
      if (part.exception != null) {
        unreadable = true;
      } else {
        parts.add(part(part));
      }
    }
    TerminalNode title = context.TEXT();
    return new TestDeclaration(
        expressions.name(context.name()),
        title == null ? null : Text.of(title.getSymbol()).string(),
        parts,
        doc,
        unreadable);
  }

  private Part part(TestPartContext context) {
    return switch (context) {
      case GivenContext given -> given(given);
      case GivenParamContext param ->
          new TestDeclaration.GivenParam(
              expressions.name(param.name()),
              expressions.expression(param.expression()),
              places.of(param));
      case ExpectAlertContext alert -> expectAlert(alert);
      case ExpectNoAlertContext none ->
          new TestDeclaration.ExpectNoAlert(none.OTHER() != null, places.of(none));
      case ExpectDecisionContext decision ->
          new TestDeclaration.ExpectDecision(
              expressions.name(decision.name()),
              decision.testMoment() == null ? null : moment(decision.testMoment()),
              places.of(decision));
      case ExpectNoDecisionContext none ->
          new TestDeclaration.ExpectNoDecision(none.OTHER() != null, places.of(none));
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Part given(GivenContext context) {
    List<Cell> header = context.testValue().stream().map(this::value).toList();
    List<Row> rows = new ArrayList<>();
    for (TerminalNode row : context.ROW()) {
      rows.add(new RowReader(places, diagnostics).read(row.getSymbol()));
    }
    return new TestDeclaration.Given(
        expressions.name(context.name()), header, rows, places.of(context.getStart()));
  }

  private Part expectAlert(ExpectAlertContext context) {
    List<Cell> key =
        context.testKey() == null
            ? List.of()
            : context.testKey().testValue().stream().map(this::value).toList();
    List<Expected> values = new ArrayList<>();
    for (ExpectedContext expected : context.expected()) {
      values.add(
          new Expected(
              expressions.name(expected.name()),
              expected.testValue().stream().map(this::value).toList()));
    }
    return new TestDeclaration.ExpectAlert(
        expressions.name(context.name()),
        key,
        context.testMoment() == null ? null : moment(context.testMoment()),
        values,
        places.of(context.getStart()));
  }

  private Moment moment(TestMomentContext context) {
    return switch (context) {
      case ClockContext clock -> new Moment(textOf(clock), true, places.of(clock));
      case InstantContext instant ->
          new Moment(Text.of(instant.TEXT().getSymbol()).string(), true, places.of(instant));
      case EventIdContext id -> {
        Cell value = value(id.testValue());
        yield new Moment(value.text(), false, value.place());
      }
      default -> throw new IllegalStateException(context.getClass().getName());
    };
  }

  private Cell value(TestValueContext context) {
    if (context.TEXT() != null) {
      String text = Text.of(context.TEXT().getSymbol()).string();
      return new Cell(text, true, places.of(context));
    }
    if (context.name() != null) {
      Name name = expressions.name(context.name());
      return new Cell(name.text(), false, name.place());
    }
    return new Cell(textOf(context), false, places.of(context));
  }

  /** The tokens of a context without what stands between them. */
  private static String textOf(ParserRuleContext context) {
    StringBuilder text = new StringBuilder();
    for (ParseTree child : context.children) {
      Token token = ((TerminalNode) child).getSymbol();
      text.append(token.getText());
    }
    return text.toString();
  }
}
