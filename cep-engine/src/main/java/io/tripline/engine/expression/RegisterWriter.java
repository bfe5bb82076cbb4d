package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.ir.Expr;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/** Writes code that reads registers: fields of other variables, and aggregates. */
final class RegisterWriter {
  private final CodeWriter writer;
  private final CodeBuilder code;

  RegisterWriter(CodeWriter writer) {
    this.writer = writer;
    this.code = writer.code;
  }

  private RegisterSpec spec(Expr e) {
    return switch (e) {
      case Expr.VariableField v ->
          writer.registers.find(Expr.AggregateKind.LAST, v.variable(), RegisterTable.asField(v));
      case Expr.Aggregate a -> writer.registers.find(a.kind(), a.variable(), a.argument());
      default -> throw new IllegalArgumentException("no register: " + e);
    };
  }

  private void arguments(int offset) {
    writer.frame();
    code.loadConstant(offset);
  }

  private void longAt(int offset) {
    arguments(offset);
    writer.callLong(RegisterCode.class, "longAt", CodeWriter.FRAME, CD_int);
  }

  private void doubleAt(int offset) {
    arguments(offset);
    writer.callDouble(RegisterCode.class, "doubleAt", CodeWriter.FRAME, CD_int);
  }

  void pushLong(Expr e) {
    RegisterSpec spec = spec(e);
    switch (spec.kind()) {
      case COUNT, MIN, MAX, FIRST, LAST -> longAt(spec.offset());
      case SUM -> {
        longAt(spec.offset());
        writer.frameAndPlace(e.place());
        writer.callLong(LongCode.class, "sum", CD_long, CodeWriter.FRAME, CodeWriter.PLACE);
      }
      case AVG -> {
        longAt(spec.offset());
        longAt(spec.offset() + RegisterForm.SLOT);
        code.loadConstant(ExprCompiler.averageDigits(spec.argumentType()));
        writer.frameAndPlace(e.place());
        writer.callLong(
            LongCode.class,
            "average",
            CD_long,
            CD_long,
            CD_int,
            CodeWriter.FRAME,
            CodeWriter.PLACE);
      }
      case DISTINCT -> {
        arguments(spec.offset());
        writer.callLong(RegisterCode.class, "distinct", CodeWriter.FRAME, CD_int);
      }
      case STDDEV, MEDIAN, PERCENTILE, SEEN -> throw new IllegalStateException("no long: " + e);
    }
  }

  void pushDouble(Expr e) {
    RegisterSpec spec = spec(e);
    switch (spec.kind()) {
      case SUM, MIN, MAX, FIRST, LAST -> doubleAt(spec.offset());
      case AVG -> {
        doubleAt(spec.offset());
        longAt(spec.offset() + RegisterForm.SLOT);
        writer.callDouble(DoubleCode.class, "average", CD_double, CD_long);
      }
      case STDDEV -> {
        longAt(spec.offset());
        doubleAt(spec.offset() + 2 * RegisterForm.SLOT);
        writer.callDouble(DoubleCode.class, "deviation", CD_long, CD_double);
      }
      case COUNT, DISTINCT, MEDIAN, PERCENTILE, SEEN ->
          throw new IllegalStateException("no double: " + e);
    }
  }

  void storeText(Expr e, Slots to) {
    int offset = spec(e).offset();
    arguments(offset);
    code.invokestatic(
            CodeWriter.desc(RegisterCode.class),
            "textBytes",
            MethodTypeDesc.of(CodeWriter.BYTES, CodeWriter.FRAME, CD_int))
        .astore(to.first());
    arguments(offset);
    writer.callInt(RegisterCode.class, "textFrom", CodeWriter.FRAME, CD_int);
    code.istore(to.second());
    arguments(offset);
    writer.callInt(RegisterCode.class, "textLength", CodeWriter.FRAME, CD_int);
    code.istore(to.third());
  }

  void storeGeo(Expr e, Slots to) {
    int offset = spec(e).offset();
    doubleAt(offset);
    code.dstore(to.first());
    doubleAt(offset + RegisterForm.SLOT);
    code.dstore(to.second());
  }

  void storeIp(Expr e, Slots to) {
    int offset = spec(e).offset();
    arguments(offset);
    writer.callInt(RegisterCode.class, "isPresent", CodeWriter.FRAME, CD_int);
    code.istore(to.first());
    longAt(offset + RegisterForm.SLOT);
    code.lstore(to.second());
    longAt(offset + 2 * RegisterForm.SLOT);
    code.lstore(to.third());
  }
}
