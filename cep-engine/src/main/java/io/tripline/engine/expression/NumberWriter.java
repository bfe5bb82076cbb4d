package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.List;

/** Writes code that leaves a long or a double on the stack; see {@link Kind}. */
final class NumberWriter {
  private final CodeWriter writer;
  private final CodeBuilder code;

  NumberWriter(CodeWriter writer) {
    this.writer = writer;
    this.code = writer.code;
  }

  // ---- longs

  void pushLong(Expr expr) {
    if (Weight.of(expr) > Weight.INTERPRETED) {
      writer.interpret(expr, "asLong", CD_long);
      return;
    }
    switch (expr) {
      case Expr.Literal e ->
          code.loadConstant(e.value() instanceof Long n ? n.longValue() : Nulls.LONG);
      case Expr.Field e -> writer.eventLong(writer.offset(e));
      case Expr.FeatureValue e -> writer.eventLong(writer.offset(e));
      case Expr.VariableField e -> writer.values.registers.pushLong(e);
      case Expr.Aggregate e -> writer.values.registers.pushLong(e);
      case Expr.Negate e -> {
        pushLong(e.operand());
        code.lneg(); // null stays null: −Long.MIN_VALUE is itself
      }
      case Expr.Arithmetic e -> longArithmetic(e);
      case Expr.Cast e -> longCast(e);
      case Expr.Extreme e -> longExtreme(e);
      case Expr.Case e -> pushChoice(e, TypeKind.LONG);
      case Expr.Coalesce e -> pushChoice(e, TypeKind.LONG);
      case Expr.Call e -> writer.values.calls.pushLong(e);
      case Expr.Lookup e -> writer.interpret(e, "asLong", CD_long);
      default -> throw new IllegalArgumentException("no long: " + expr);
    }
  }

  private void longArithmetic(Expr.Arithmetic e) {
    int left = Casts.scale(e.left().type());
    int right = Casts.scale(e.right().type());
    int scale = Casts.scale(e.type());
    pushLong(e.left());
    pushLong(e.right());
    switch (e.op()) {
      case ADD -> rescaled("add", scale - left, scale - right, e);
      case SUBTRACT -> rescaled("subtract", scale - left, scale - right, e);
      case REMAINDER -> rescaled("remainder", scale - left, scale - right, e);
      case MULTIPLY -> shifted("multiply", left + right - scale, e);
      case DIVIDE -> shifted("divide", scale - left + right, e);
    }
  }

  private void rescaled(String operation, int left, int right, Expr.Arithmetic e) {
    code.loadConstant(left).loadConstant(right);
    writer.frameAndPlace(e.place());
    writer.callLong(
        LongCode.class,
        operation,
        CD_long,
        CD_long,
        CD_int,
        CD_int,
        CodeWriter.FRAME,
        CodeWriter.PLACE);
  }

  private void shifted(String operation, int digits, Expr.Arithmetic e) {
    code.loadConstant(digits);
    writer.frameAndPlace(e.place());
    writer.callLong(
        LongCode.class, operation, CD_long, CD_long, CD_int, CodeWriter.FRAME, CodeWriter.PLACE);
  }

  private void longCast(Expr.Cast e) {
    Type from = e.operand().type();
    if (from == Type.Simple.NULL) {
      code.loadConstant(Nulls.LONG);
      return;
    }
    pushLong(e.operand());
    int digits = from.equals(e.type()) ? 0 : Casts.scale(e.type()) - Casts.scale(from);
    if (digits != 0) {
      code.loadConstant(digits);
      writer.frameAndPlace(e.place());
      writer.callLong(
          LongCode.class, "rescale", CD_long, CD_int, CodeWriter.FRAME, CodeWriter.PLACE);
    }
  }

  private void longExtreme(Expr.Extreme e) {
    List<Expr> operands = e.operands();
    int best = writer.local(TypeKind.LONG);
    int value = writer.local(TypeKind.LONG);
    Label isNull = code.newLabel();
    Label done = code.newLabel();
    pushLong(operands.getFirst());
    code.lstore(best);
    for (Expr operand : operands.subList(1, operands.size())) {
      pushLong(operand);
      code.lstore(value).lload(value);
      writer.ifNullLong(isNull);
      code.lload(best);
      writer.ifNullLong(isNull);
      code.lload(best).lload(value);
      writer.callLong(Math.class, e.greatest() ? "max" : "min", CD_long, CD_long);
      code.lstore(best);
    }
    code.goto_(done).labelBinding(isNull).loadConstant(Nulls.LONG).lstore(best);
    code.labelBinding(done).lload(best);
  }

  // ---- doubles

  void pushDouble(Expr expr) {
    if (Weight.of(expr) > Weight.INTERPRETED) {
      writer.interpret(expr, "asDouble", CD_double);
      return;
    }
    switch (expr) {
      case Expr.Literal e ->
          code.loadConstant(e.value() instanceof Double d ? d.doubleValue() : Nulls.DOUBLE);
      case Expr.Field e -> writer.eventDouble(writer.offset(e));
      case Expr.FeatureValue e -> writer.eventDouble(writer.offset(e));
      case Expr.VariableField e -> writer.values.registers.pushDouble(e);
      case Expr.Aggregate e -> writer.values.registers.pushDouble(e);
      case Expr.Negate e -> {
        pushDouble(e.operand());
        code.dneg();
      }
      case Expr.Arithmetic e -> {
        pushDouble(e.left());
        pushDouble(e.right());
        writer.frameAndPlace(e.place());
        writer.callDouble(
            DoubleCode.class,
            switch (e.op()) {
              case ADD -> "add";
              case SUBTRACT -> "subtract";
              case MULTIPLY -> "multiply";
              case DIVIDE -> "divide";
              case REMAINDER -> "remainder";
            },
            CD_double,
            CD_double,
            CodeWriter.FRAME,
            CodeWriter.PLACE);
      }
      case Expr.Cast e -> doubleCast(e);
      case Expr.Extreme e -> {
        pushDouble(e.operands().getFirst());
        for (Expr operand : e.operands().subList(1, e.operands().size())) {
          pushDouble(operand); // NaN wins in max and min, as null should
          writer.callDouble(Math.class, e.greatest() ? "max" : "min", CD_double, CD_double);
        }
      }
      case Expr.Case e -> pushChoice(e, TypeKind.DOUBLE);
      case Expr.Coalesce e -> pushChoice(e, TypeKind.DOUBLE);
      case Expr.Call e -> writer.values.calls.pushDouble(e);
      case Expr.Lookup e -> writer.interpret(e, "asDouble", CD_double);
      default -> throw new IllegalArgumentException("no double: " + expr);
    }
  }

  private void doubleCast(Expr.Cast e) {
    Type from = e.operand().type();
    if (from == Type.Simple.NULL) {
      code.loadConstant(Nulls.DOUBLE);
    } else if (Kind.of(from) == Kind.DOUBLE) {
      pushDouble(e.operand());
    } else {
      pushLong(e.operand());
      code.loadConstant(Casts.scale(from));
      writer.callDouble(Casts.class, "toDouble", CD_long, CD_int);
    }
  }

  /** A choice goes by way of a local variable: all ways to a label have to leave an equal stack. */
  private void pushChoice(Expr e, TypeKind kind) {
    Slots slots = writer.values.slots(kind == TypeKind.LONG ? Form.LONG : Form.DOUBLE);
    writer.values.store(e, slots);
    code.loadLocal(kind, slots.first());
  }
}
