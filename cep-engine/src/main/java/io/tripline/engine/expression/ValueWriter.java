package io.tripline.engine.expression;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.Nulls;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes code that puts the value of an expression into local variables, whatever its form. */
final class ValueWriter {
  private final CodeWriter writer;
  private final CodeBuilder code;
  final RegisterWriter registers;
  final CallWriter calls;

  ValueWriter(CodeWriter writer) {
    this.writer = writer;
    this.code = writer.code;
    this.registers = new RegisterWriter(writer);
    this.calls = new CallWriter(writer);
  }

  /** New local variables for a value. */
  Slots slots(Form form) {
    return switch (form) {
      case BOOL -> new Slots(form, writer.local(TypeKind.INT), 0, 0);
      case LONG -> new Slots(form, writer.local(TypeKind.LONG), 0, 0);
      case DOUBLE -> new Slots(form, writer.local(TypeKind.DOUBLE), 0, 0);
      case TEXT ->
          new Slots(
              form,
              writer.local(TypeKind.REFERENCE),
              writer.local(TypeKind.INT),
              writer.local(TypeKind.INT));
      case GEO -> new Slots(form, writer.local(TypeKind.DOUBLE), writer.local(TypeKind.DOUBLE), 0);
      case IP ->
          new Slots(
              form,
              writer.local(TypeKind.INT),
              writer.local(TypeKind.LONG),
              writer.local(TypeKind.LONG));
    };
  }

  /** The value in new local variables. */
  Slots stored(Expr expr) {
    Slots slots = slots(Form.of(expr.type()));
    store(expr, slots);
    return slots;
  }

  /** Evaluates an expression of the variables' form, or a bare null. */
  void store(Expr expr, Slots to) {
    if (expr.type() == Type.Simple.NULL || expr instanceof Expr.Literal e && e.value() == null) {
      storeNull(to);
      return;
    }
    boolean large = Weight.of(expr) > Weight.INTERPRETED;
    switch (expr) {
      case Expr.Coalesce e when large && to.form() == Form.BOOL -> {
        writer.interpret(e, "test", CD_int);
        code.istore(to.first());
      }
      case Expr.Case e when large -> storePlain(e, to);
      case Expr.Coalesce e when large -> storePlain(e, to);
      case Expr.Case e -> storeCase(e, to);
      case Expr.Coalesce e -> storeFirst(e, to);
      default -> storePlain(expr, to);
    }
  }

  private void storePlain(Expr expr, Slots to) {
    switch (to.form()) {
      case BOOL -> {
        writer.tests.push(expr);
        code.istore(to.first());
      }
      case LONG -> {
        writer.numbers.pushLong(expr);
        code.lstore(to.first());
      }
      case DOUBLE -> {
        writer.numbers.pushDouble(expr);
        code.dstore(to.first());
      }
      case TEXT -> storeText(expr, to);
      case GEO -> storeGeo(expr, to);
      case IP -> storeIp(expr, to);
    }
  }

  private void storeCase(Expr.Case e, Slots to) {
    Label done = code.newLabel();
    for (Expr.Case.When branch : e.branches()) {
      Label taken = code.newLabel();
      Label next = code.newLabel();
      writer.tests.jump(branch.condition(), taken, next, next, taken);
      code.labelBinding(taken);
      store(branch.result(), to);
      code.goto_(done).labelBinding(next);
    }
    Expr otherwise = e.otherwise();
    if (otherwise == null) {
      storeNull(to);
    } else {
      store(otherwise, to);
    }
    code.labelBinding(done);
  }

  private void storeFirst(Expr.Coalesce e, Slots to) {
    Label done = code.newLabel();
    List<Expr> operands = e.operands();
    for (int i = 0; i < operands.size(); i++) {
      store(operands.get(i), to);
      if (i < operands.size() - 1) {
        Label next = code.newLabel();
        ifNull(to, next);
        code.goto_(done).labelBinding(next);
      }
    }
    code.labelBinding(done);
  }

  /** Jumps if the value is null. */
  void ifNull(Slots value, Label target) {
    switch (value.form()) {
      case BOOL -> code.iload(value.first()).iflt(target);
      case LONG -> {
        code.lload(value.first());
        writer.ifNullLong(target);
      }
      case DOUBLE, GEO -> writer.ifNullDouble(value.first(), target);
      case TEXT -> code.iload(value.third()).iflt(target);
      case IP -> code.iload(value.first()).ifeq(target);
    }
  }

  void storeNull(Slots to) {
    switch (to.form()) {
      case BOOL -> code.loadConstant(Nulls.UNKNOWN).istore(to.first());
      case LONG -> code.loadConstant(Nulls.LONG).lstore(to.first());
      case DOUBLE -> code.loadConstant(Nulls.DOUBLE).dstore(to.first());
      case TEXT -> {
        writer.eventBytes();
        code.astore(to.first()).iconst_0().istore(to.second()).iconst_m1().istore(to.third());
      }
      case GEO ->
          code.loadConstant(Nulls.DOUBLE)
              .dstore(to.first())
              .loadConstant(Nulls.DOUBLE)
              .dstore(to.second());
      case IP ->
          code.iconst_0()
              .istore(to.first())
              .lconst_0()
              .lstore(to.second())
              .lconst_0()
              .lstore(to.third());
    }
  }

  private void copy(Slots from, Slots to) {
    code.aload(from.first()).astore(to.first());
    code.iload(from.second()).istore(to.second());
    code.iload(from.third()).istore(to.third());
  }

  // ---- texts

  private void storeText(Expr expr, Slots to) {
    if (Weight.of(expr) > Weight.INTERPRETED) {
      interpretText(expr, to);
      return;
    }
    switch (expr) {
      case Expr.Literal e -> {
        byte[] utf8 = text(e);
        writer.constant(utf8, byte[].class);
        code.astore(to.first()).iconst_0().istore(to.second());
        code.loadConstant(utf8.length).istore(to.third());
      }
      case Expr.Field e -> storeTextAt(writer.offset(e), to);
      case Expr.FeatureValue e -> storeTextAt(writer.offset(e), to);
      case Expr.VariableField e -> registers.storeText(e, to);
      case Expr.Aggregate e -> registers.storeText(e, to);
      case Expr.Cast e -> store(e.operand(), to);
      case Expr.Extreme e -> storeTextExtreme(e, to);
      default -> interpretText(expr, to);
    }
  }

  private void interpretText(Expr expr, Slots to) {
    writer.interpret(expr, "asText", CodeWriter.UTF8);
    storeUtf8(to);
  }

  static byte[] text(Expr.Literal e) {
    return String.valueOf(e.value()).getBytes(StandardCharsets.UTF_8);
  }

  /** The text whose slot lies at an offset of the event. */
  private void storeTextAt(int offset, Slots to) {
    int slot = writer.local(TypeKind.LONG);
    writer.eventLong(offset);
    code.lstore(slot);
    writer.eventBytes();
    code.astore(to.first());
    writer.eventBase();
    code.lload(slot).loadConstant(32).lushr().l2i().iadd().istore(to.second());
    code.lload(slot).l2i().istore(to.third()); // of a null slot −1
  }

  /** Takes a view, or null, from the stack. */
  void storeUtf8(Slots to) {
    int view = writer.local(TypeKind.REFERENCE);
    code.astore(view);
    code.aload(view)
        .invokestatic(
            CodeWriter.desc(TextCode.class),
            "bytes",
            java.lang.constant.MethodTypeDesc.of(CodeWriter.BYTES, CodeWriter.UTF8))
        .astore(to.first());
    code.aload(view);
    writer.callInt(TextCode.class, "from", CodeWriter.UTF8);
    code.istore(to.second()).aload(view);
    writer.callInt(TextCode.class, "length", CodeWriter.UTF8);
    code.istore(to.third());
  }

  private void storeTextExtreme(Expr.Extreme e, Slots best) {
    Label isNull = code.newLabel();
    Label done = code.newLabel();
    List<Expr> operands = e.operands();
    Slots value = slots(Form.TEXT);
    store(operands.getFirst(), best);
    ifNull(best, isNull);
    for (Expr operand : operands.subList(1, operands.size())) {
      Label next = code.newLabel();
      store(operand, value);
      ifNull(value, isNull);
      pushText(value);
      pushText(best);
      writer.tests.callOnTexts("compare", CD_int);
      if (e.greatest()) {
        code.ifle(next);
      } else {
        code.ifge(next);
      }
      copy(value, best);
      code.labelBinding(next);
    }
    code.goto_(done).labelBinding(isNull);
    storeNull(best);
    code.labelBinding(done);
  }

  void pushText(Slots text) {
    code.aload(text.first()).iload(text.second()).iload(text.third());
  }

  // ---- places and addresses

  private void storeGeo(Expr expr, Slots to) {
    switch (expr) {
      case Expr.Literal e when e.value() instanceof Geo(double lat, double lon) ->
          code.loadConstant(lat).dstore(to.first()).loadConstant(lon).dstore(to.second());
      case Expr.Field e -> storeGeoAt(writer.offset(e), to);
      case Expr.FeatureValue e -> storeGeoAt(writer.offset(e), to);
      case Expr.VariableField e -> registers.storeGeo(e, to);
      case Expr.Aggregate e -> registers.storeGeo(e, to);
      case Expr.Cast e -> store(e.operand(), to);
      default -> {
        writer.interpret(expr, "asObject", CD_Object);
        storeGeoObject(to);
      }
    }
  }

  private void storeGeoAt(int offset, Slots to) {
    writer.eventDouble(offset);
    code.dstore(to.first());
    writer.eventDouble(offset + 8);
    code.dstore(to.second());
  }

  private void storeIpAt(int offset, Slots to) {
    writer.eventLong(offset);
    code.loadConstant(Nulls.LONG).lcmp(); // −1, 0 or 1; not 0 where there is an address
    code.istore(to.first());
    writer.eventLong(offset + 8);
    code.lstore(to.second());
    writer.eventLong(offset + 16);
    code.lstore(to.third());
  }

  /** Takes a place, or null, from the stack. */
  void storeGeoObject(Slots to) {
    int place = writer.local(TypeKind.REFERENCE);
    code.astore(place).aload(place);
    writer.callDouble(ObjectCode.class, "latitude", CD_Object);
    code.dstore(to.first()).aload(place);
    writer.callDouble(ObjectCode.class, "longitude", CD_Object);
    code.dstore(to.second());
  }

  private void storeIp(Expr expr, Slots to) {
    switch (expr) {
      case Expr.Literal e when e.value() instanceof IpAddress(long high, long low) -> {
        code.iconst_1().istore(to.first());
        code.loadConstant(high).lstore(to.second()).loadConstant(low).lstore(to.third());
      }
      case Expr.Field e -> storeIpAt(writer.offset(e), to);
      case Expr.FeatureValue e -> storeIpAt(writer.offset(e), to);
      case Expr.VariableField e -> registers.storeIp(e, to);
      case Expr.Aggregate e -> registers.storeIp(e, to);
      case Expr.Cast e -> store(e.operand(), to);
      default -> {
        writer.interpret(expr, "asObject", CD_Object);
        storeIpObject(to);
      }
    }
  }

  /** Takes an address, or null, from the stack. */
  void storeIpObject(Slots to) {
    int address = writer.local(TypeKind.REFERENCE);
    code.astore(address).aload(address);
    writer.callInt(ObjectCode.class, "isPresent", CD_Object);
    code.istore(to.first()).aload(address);
    writer.callLong(ObjectCode.class, "high", CD_Object);
    code.lstore(to.second()).aload(address);
    writer.callLong(ObjectCode.class, "low", CD_Object);
    code.lstore(to.third());
  }

  // ---- what tests of equality need

  /** Leaves 1 if two values of the form GEO or IP, neither null, are equal, else 0. */
  void pushSame(Slots a, Slots b) {
    if (a.form() == Form.GEO) {
      code.dload(a.first()).dload(a.second()).dload(b.first()).dload(b.second());
      writer.callInt(ObjectCode.class, "samePlace", CD_double, CD_double, CD_double, CD_double);
    } else {
      code.lload(a.second()).lload(a.third()).lload(b.second()).lload(b.third());
      writer.callInt(ObjectCode.class, "sameAddress", CD_long, CD_long, CD_long, CD_long);
    }
  }
}
