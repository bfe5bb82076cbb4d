package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.function.CheckDigit;
import io.tripline.dsl.function.PrimitiveKernel;
import io.tripline.dsl.ir.Expr;
import io.tripline.engine.event.Nulls;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Writes calls of functions: with primitive values where the function has such a form, on the bytes
 * of texts where the engine has one, else by the interpreter.
 */
final class CallWriter {
  private final CodeWriter writer;
  private final CodeBuilder code;

  CallWriter(CodeWriter writer) {
    this.writer = writer;
    this.code = writer.code;
  }

  /** Leaves 1, 0 or unknown. */
  void pushTest(Expr.Call e) {
    if (e.kernel() instanceof PrimitiveKernel.OfAddress(PrimitiveKernel.AddressTest form)) {
      strict(
          e,
          TypeKind.INT,
          arguments -> {
            writer.constant(form, PrimitiveKernel.AddressTest.class);
            code.lload(arguments.getFirst().second()).lload(arguments.getFirst().third());
            ClassDesc function = CodeWriter.desc(PrimitiveKernel.AddressTest.class);
            writer.callBoolean(CallCode.class, "ofAddress", function, CD_long, CD_long);
          });
      return;
    }
    switch (e.function()) {
      case "starts_with" -> onTexts(e, "startsWith");
      case "ends_with" -> onTexts(e, "endsWith");
      case "contains" -> onTexts(e, "contains");
      case "luhn" -> onText(e, TypeKind.INT, CheckDigit.class, "luhn", CD_boolean);
      default -> writer.interpret(e, "test", CD_int);
    }
  }

  private void onTexts(Expr.Call e, String method) {
    strict(
        e,
        TypeKind.INT,
        arguments -> {
          writer.values.pushText(arguments.get(0));
          writer.values.pushText(arguments.get(1));
          writer.tests.callOnTexts(method, CD_boolean);
        });
  }

  private void onText(Expr.Call e, TypeKind kind, Class<?> owner, String method, ClassDesc result) {
    strict(
        e,
        kind,
        arguments -> {
          writer.values.pushText(arguments.getFirst());
          code.invokestatic(
              CodeWriter.desc(owner),
              method,
              MethodTypeDesc.of(result, CodeWriter.BYTES, CD_int, CD_int));
        });
  }

  void pushLong(Expr.Call e) {
    if (e.kernel() instanceof PrimitiveKernel.OfLong(LongUnaryOperator form)) {
      strict(
          e,
          TypeKind.LONG,
          arguments -> {
            writer.constant(form, LongUnaryOperator.class);
            code.lload(arguments.getFirst().first());
            writer.frameAndPlace(e.place());
            ClassDesc function = CodeWriter.desc(LongUnaryOperator.class);
            writer.callLong(
                CallCode.class, "ofLong", function, CD_long, CodeWriter.FRAME, CodeWriter.PLACE);
          });
    } else if (e.function().equals("length")) {
      onText(e, TypeKind.LONG, TextCode.class, "characters", CD_long);
    } else {
      writer.interpret(e, "asLong", CD_long);
    }
  }

  void pushDouble(Expr.Call e) {
    switch (e.kernel()) {
      case PrimitiveKernel.OfDouble(DoubleUnaryOperator form) ->
          strict(
              e,
              TypeKind.DOUBLE,
              arguments -> {
                writer.constant(form, DoubleUnaryOperator.class);
                code.dload(arguments.getFirst().first());
                writer.frameAndPlace(e.place());
                writer.callDouble(
                    CallCode.class,
                    "ofDouble",
                    CodeWriter.desc(DoubleUnaryOperator.class),
                    CD_double,
                    CodeWriter.FRAME,
                    CodeWriter.PLACE);
              });
      case PrimitiveKernel.OfPlaces(PrimitiveKernel.Way form, _) ->
          strict(
              e,
              TypeKind.DOUBLE,
              arguments -> {
                writer.constant(form, PrimitiveKernel.Way.class);
                pushPlace(arguments.get(0));
                pushPlace(arguments.get(1));
                writer.frameAndPlace(e.place());
                writer.callDouble(
                    CallCode.class,
                    "ofPlaces",
                    CodeWriter.desc(PrimitiveKernel.Way.class),
                    CD_double,
                    CD_double,
                    CD_double,
                    CD_double,
                    CodeWriter.FRAME,
                    CodeWriter.PLACE);
              });
      case PrimitiveKernel.OfJourney(PrimitiveKernel.Journey form) ->
          strict(e, TypeKind.DOUBLE, arguments -> callJourney(e, form, arguments));
      default -> writer.interpret(e, "asDouble", CD_double);
    }
  }

  /**
   * Goes on to {@code no} where a way is certainly not longer than a limit; falls through where it
   * has to be measured.
   */
  void jumpIfNear(Expr.Call e, PrimitiveKernel.Way most, double limit, Label no) {
    Label measure = code.newLabel();
    Slots from = writer.values.stored(e.arguments().get(0));
    Slots to = writer.values.stored(e.arguments().get(1));
    writer.values.ifNull(from, measure);
    writer.values.ifNull(to, measure);
    writer.constant(most, PrimitiveKernel.Way.class);
    pushPlace(from);
    pushPlace(to);
    code.invokeinterface(
        CodeWriter.desc(PrimitiveKernel.Way.class),
        "between",
        MethodTypeDesc.of(CD_double, CD_double, CD_double, CD_double, CD_double));
    // Where it is no number, too, it has to be measured.
    code.loadConstant(limit).dcmpg().iflt(no);
    code.labelBinding(measure);
  }

  private void callJourney(Expr.Call e, PrimitiveKernel.Journey form, List<Slots> arguments) {
    writer.constant(form, PrimitiveKernel.Journey.class);
    pushPlace(arguments.get(0));
    code.lload(arguments.get(1).first());
    pushPlace(arguments.get(2));
    code.lload(arguments.get(3).first());
    writer.frameAndPlace(e.place());
    writer.callDouble(
        CallCode.class,
        "ofJourney",
        CodeWriter.desc(PrimitiveKernel.Journey.class),
        CD_double,
        CD_double,
        CD_long,
        CD_double,
        CD_double,
        CD_long,
        CodeWriter.FRAME,
        CodeWriter.PLACE);
  }

  private void pushPlace(Slots place) {
    code.dload(place.first()).dload(place.second());
  }

  /** What calls the function itself, and leaves its result. */
  private interface Body {
    void write(List<Slots> arguments);
  }

  /** Evaluates the arguments up to the first that is null, which the result is then, too. */
  private void strict(Expr.Call e, TypeKind kind, Body body) {
    Label isNull = code.newLabel();
    Label done = code.newLabel();
    int result = writer.local(kind);
    List<Slots> arguments = new ArrayList<>();
    for (Expr argument : e.arguments()) {
      Slots slots = writer.values.stored(argument);
      writer.values.ifNull(slots, isNull);
      arguments.add(slots);
    }
    body.write(arguments);
    code.storeLocal(kind, result).goto_(done).labelBinding(isNull);
    switch (kind) {
      case LONG -> code.loadConstant(Nulls.LONG);
      case DOUBLE -> code.loadConstant(Nulls.DOUBLE);
      default -> code.loadConstant(Nulls.UNKNOWN);
    }
    code.storeLocal(kind, result).labelBinding(done).loadLocal(kind, result);
  }
}
